// SPDX-License-Identifier: Apache-2.0
#include "tools/sijill/message/json_form.h"

#include <memory>
#include <string>
#include <vector>

#include "common/base/text.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/harness/cursor.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"
#include "tools/sijill/message/field_text.h"
#include "tools/sijill/message/value_text.h"

namespace sijill::fuzz {
namespace {

namespace pb = google::protobuf;

// The requests of every method of the contract.
const std::vector<const pb::Descriptor*>& Requests() {
  static const auto* const requests = [] {
    auto* const found = new std::vector<const pb::Descriptor*>;
    const auto& pool = *pb::DescriptorPool::generated_pool();
    for (const char* name :
         {"ReadmissionService", "IdentityService", "TravelDocumentService",
          "RegistryService", "AuditService", "LedgerService",
          "ExchangeService"}) {
      const auto* const service =
          pool.FindServiceByName(base::StrCat("sijill.v1.", name));
      Require(service != nullptr, "the contract has its services");
      for (int i = 0; i < service->method_count(); ++i) {
        found->push_back(service->method(i)->input_type());
      }
    }
    return found;
  }();
  return *requests;
}

std::unique_ptr<pb::Message> New(const pb::Descriptor& type) {
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

// An input of text for the request type of that name.
std::string InputOf(std::string_view type, std::string_view text) {
  for (size_t i = 0; i < Requests().size(); ++i) {
    if (Requests()[i]->name() == type) {
      return base::StrCat(std::string(1, static_cast<char>(i)), text);
    }
  }
  Require(false, "the contract has this request");
  return "";
}

}  // namespace

Inputs JsonFormSeeds() {
  Inputs inputs;
  for (const std::string& sample : FilesIn("deploy/samples", ".json")) {
    for (size_t i = 0; i < Requests().size(); ++i) {
      const auto message = New(*Requests()[i]);
      if (!cli::MergeJson(sample, *message).ok()) continue;
      inputs.push_back(
          base::StrCat(std::string(1, static_cast<char>(i)), sample));
    }
  }
  inputs.push_back(
      InputOf("DeliverEventsRequest",
              R"({"origin":"o","from_index":"18446744073709551615",)"
              R"("events":[{"index":1,"signed_header":"AAAA"}]})"));
  inputs.push_back(InputOf("ListCasesRequest",
                           R"({"pageSize":7,"statuses":["CASE_STATUS_OPEN",3],)"
                           R"("caller":{"purpose":1}})"));
  return inputs;
}

// The first byte chooses the message, the rest is its JSON.
void FuzzJsonForm(std::string_view bytes) {
  Cursor cursor(bytes);
  const auto message = New(*Requests()[cursor.TakeBelow(Requests().size())]);
  const absl::Status status = cli::MergeJson(cursor.rest(), *message);
  if (!status.ok()) {
    RequireInvalid(status, "a file is refused as invalid");
    return Require(message->ByteSizeLong() == 0,
                   "what was refused changed nothing");
  }
  const std::string wire = message->SerializeAsString();
  const auto read = New(*message->GetDescriptor());
  Require(read->ParseFromString(wire), "what was read is a message");
  const std::string json = cli::JsonOf(*message);
  const auto again = New(*message->GetDescriptor());
  const absl::Status back = cli::MergeJson(json, *again);
  Require(back.ok() && cli::JsonOf(*again) == json,
          "what is written as JSON is read as JSON");
  // What officers are shown of it.
  Require(base::IsUtf8(cli::Outline(*message)), "an outline is text");
}

}  // namespace sijill::fuzz
