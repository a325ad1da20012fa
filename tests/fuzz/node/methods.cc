// SPDX-License-Identifier: Apache-2.0
// What callers ask: any bytes, to every method, by anybody, one call after the
// other.
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "common/rpc/transport/status.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/harness/wire.h"
#include "tests/fuzz/node/delivery_form.h"
#include "tests/fuzz/node/node_targets.h"
#include "tests/fuzz/node/office_stage.h"
#include "tools/sijill/message/json_form.h"

namespace sijill::fuzz {
namespace {

namespace pb = google::protobuf;

constexpr size_t kMostCalls = 8;

// An input is calls (1); a call is these.
enum CallField { kMethod = 1, kCaller, kRequest };

std::unique_ptr<pb::Message> New(const pb::Descriptor& type) {
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

void SetText(pb::Message& message, const char* name, const std::string& text) {
  const auto* const field = message.GetDescriptor()->FindFieldByName(name);
  if (field == nullptr || field->is_repeated()) return;
  if (field->cpp_type() != pb::FieldDescriptor::CPPTYPE_STRING) return;
  message.GetReflection()->SetString(&message, field, text);
}

// A request of that type that is as good as can be without knowing the method.
std::unique_ptr<pb::Message> RequestOf(
    const pb::Descriptor& type, const std::string& case_name, int number,
    const std::map<std::string, std::string>& references) {
  auto request = New(type);
  for (const std::string& sample : FilesIn("deploy/samples", ".json")) {
    if (cli::MergeJson(sample, *request).ok()) break;
  }
  std::string id = std::to_string(number);
  id.insert(0, 12 - id.size(), '0');
  SetText(*request, "request_id", "00000000-0000-4000-8000-" + id);
  SetText(*request, "case_name", case_name);
  SetText(*request, "name", case_name);
  SetText(*request, "requested_agency", testing::OfficeFixture::kInterior);
  SetText(*request, "requesting_agency", testing::OfficeFixture::kInterior);
  SetText(*request, "consulate_agency", testing::OfficeFixture::kConsulate);
  SetText(*request, "reasons", "reasons");
  for (const auto& [field, event] : references) {
    SetText(*request, field.c_str(), event);
  }
  (void)cli::MergeJson(R"({"caller":{"purpose":"PURPOSE_CASE_HANDLING"}})",
                       *request);
  return request;
}

std::string CallOf(uint64_t method, uint64_t caller,
                   const pb::Message& request) {
  return Wire()
      .Add(kMethod, method)
      .Add(kCaller, caller)
      .Add(kRequest, request.SerializeAsString())
      .str();
}

size_t MethodNamed(std::string_view name) {
  const auto& methods = OfficeStage::Methods();
  for (size_t i = 0; i < methods.size(); ++i) {
    if (methods[i]->name() == name) return i;
  }
  Require(false, base::StrCat("there is a method ", name));
  return 0;
}

// The way of a case within the domain, and where what it made is named.
struct Move {
  const char* method;
  uint64_t caller;  // in OfficeStage::Callers()
  const char* makes;
};
constexpr Move kMoves[] = {
    {"ConfirmReceipt", 0, ""},
    {"AddEvidence", 1, ""},
    {"RecordIdentityFinding", 1, ""},
    {"RequestTravelDocument", 0, "document_request"},
    {"IssueTravelDocument", 1, "travel_document"},
    {"NotifyTransfer", 0, "transfer"},
    {"AcknowledgeTransfer", 0, ""},
    {"GetCase", 0, ""},
};

// The event that the first receipt of a response names; empty without one.
std::string EventOf(const pb::MethodDescriptor& method,
                    const std::string& bytes) {
  const auto response = New(*method.output_type());
  Require(response->ParseFromString(bytes), "an answer is a message");
  const Wire receipt(Wire(bytes).Bytes(1));
  return receipt.Bytes(1);
}

std::string Journey() {
  OfficeStage stage;
  std::map<std::string, std::string> references;
  Wire input;
  int number = 100;
  for (const Move& move : kMoves) {
    const size_t at = MethodNamed(move.method);
    const auto& method = *OfficeStage::Methods()[at];
    const auto request =
        RequestOf(*method.input_type(), stage.own_case(), ++number, references);
    input.Add(1, CallOf(at, move.caller, *request));
    const auto answer =
        stage.Call(at, move.caller, request->SerializeAsString());
    if (answer.ok() && *move.makes != '\0') {
      references[move.makes] = EventOf(method, *answer);
    }
  }
  return input.str();
}

// A refusal that a program can read; a fault is a finding.
void RequireTyped(const pb::MethodDescriptor& method,
                  const absl::Status& status) {
  const std::string what =
      base::StrCat(method.full_name(), ": ", status.ToString());
  Require(!rpc::IsFault(status), base::StrCat("no call is a fault: ", what));
  Require(refusal::ReasonOf(status).has_value(),
          base::StrCat("every refusal has its reason: ", what));
}

uint64_t SizeOf(testing::NodeFixture& node, ledger::LogKind log) {
  return *node.casefile().Log(log)->Size();
}

// A stage that nothing was written on.
std::unique_ptr<OfficeStage>& TheStage() {
  static auto* const stage = new std::unique_ptr<OfficeStage>;
  if (*stage == nullptr) *stage = std::make_unique<OfficeStage>();
  return *stage;
}

}  // namespace

Inputs MethodsSeeds() {
  Inputs inputs = {Journey()};
  const OfficeStage stage;
  const auto& methods = OfficeStage::Methods();
  for (size_t i = 0; i < methods.size(); ++i) {
    for (const uint64_t caller : {0, 1, 4}) {
      const std::string& name =
          caller == 0 ? stage.own_case() : stage.shared_case();
      const auto request =
          RequestOf(*methods[i]->input_type(), name, static_cast<int>(i), {});
      inputs.push_back(Wire().Add(1, CallOf(i, caller, *request)).str());
    }
  }
  return inputs;
}

void FuzzMethods(std::string_view bytes) {
  std::unique_ptr<OfficeStage>& stage = TheStage();
  testing::NodeFixture& node = stage->node();
  const uint64_t shared = SizeOf(node, ledger::LogKind::kShared);
  const uint64_t own = SizeOf(node, ledger::LogKind::kOwn);
  size_t calls = 0;
  for (const std::string& call : Wire(bytes).All(1)) {
    if (++calls > kMostCalls) break;
    const Wire wire(call);
    const uint64_t number = wire.Number(kMethod);
    const auto& methods = OfficeStage::Methods();
    const pb::MethodDescriptor& method = *methods[number % methods.size()];
    const uint64_t before = SizeOf(node, ledger::LogKind::kShared);
    const auto answer =
        stage->Call(number, wire.Number(kCaller), wire.Bytes(kRequest));
    if (!answer.ok()) {
      RequireTyped(method, answer.status());
      Require(SizeOf(node, ledger::LogKind::kShared) == before,
              "what was refused wrote nothing");
      continue;
    }
    Require(New(*method.output_type())->ParseFromString(*answer),
            "an answer is a message");
  }
  if (SizeOf(node, ledger::LogKind::kShared) == shared &&
      SizeOf(node, ledger::LogKind::kOwn) == own) {
    return;
  }
  RequireSound(node);
  stage.reset();
}

}  // namespace sijill::fuzz
