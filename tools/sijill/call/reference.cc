// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/call/reference.h"

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "sijill/v1/readmission_reads.pb.h"
#include "tools/sijill/failure.h"
#include "tools/sijill/message/field_text.h"

namespace sijill::cli {
namespace {

namespace pb = google::protobuf;

void Copy(const pb::Message& from, const char* name, pb::Message& to) {
  const pb::Reflection& reflection = *from.GetReflection();
  const pb::FieldDescriptor* const field =
      from.GetDescriptor()->FindFieldByName(name);
  to.GetReflection()
      ->MutableMessage(&to, to.GetDescriptor()->FindFieldByName(name))
      ->CopyFrom(reflection.GetMessage(from, field));
}

}  // namespace

const char* FieldOf(Reference reference) {
  switch (reference) {
    case Reference::kTransfer:
      return "transfer";
    case Reference::kDocumentRequest:
      return "document_request";
    case Reference::kTravelDocument:
      return "travel_document";
    default:
      return "hold";
  }
}

std::vector<std::string> OpenIn(const v1::CaseSnapshot& snapshot,
                                Reference reference) {
  std::vector<std::string> names;
  const v1::Case& shared = snapshot.shared();
  if (reference == Reference::kTransfer) {
    for (const v1::Transfer& transfer : shared.transfers()) {
      if (transfer.has_cancelled() || transfer.has_arrived() ||
          transfer.has_arrival_refused()) {
        continue;
      }
      names.push_back(transfer.name());
    }
  } else if (reference == Reference::kDocumentRequest) {
    for (const v1::DocumentRequestRecord& asked : shared.document_requests()) {
      if (asked.has_declined() || asked.has_issued()) continue;
      names.push_back(asked.fact().event());
    }
  } else if (reference == Reference::kTravelDocument) {
    for (const v1::TravelDocument& document : shared.travel_documents()) {
      if (!document.has_revoked()) names.push_back(document.name());
    }
  } else if (reference == Reference::kHold) {
    for (const v1::HoldRecord& hold : snapshot.own_side().holds()) {
      if (!hold.has_released()) names.push_back(hold.name());
    }
  }
  return names;
}

absl::Status CompleteReference(const Command& command, NodeLink& link,
                               pb::Message& request) {
  if (command.reference == Reference::kNone) return absl::OkStatus();
  const std::string field = FieldOf(command.reference);
  if (!TextAt(request, field).empty() ||
      !TextAt(request, "passport_number").empty()) {
    return absl::OkStatus();
  }
  v1::GetCaseRequest question;
  Copy(request, "caller", question);
  question.set_name(TextAt(request, "case_name"));
  v1::GetCaseResponse answer;
  RETURN_IF_ERROR(link.Call("ReadmissionService/GetCase", question, answer));
  const std::vector<std::string> open =
      OpenIn(answer.snapshot(), command.reference);
  if (open.empty()) return absl::OkStatus();
  if (open.size() > 1) {
    std::string choices;
    for (const std::string& name : open) choices += base::StrCat(" ", name);
    return UsageError(base::StrCat("the case has several open: name the ",
                                   field, ":", choices));
  }
  return SetField(request, field, open.front());
}

}  // namespace sijill::cli
