// SPDX-License-Identifier: Apache-2.0
// Every method of the contract against whoever may not: found by reading the
// contract, so that a new method is asked as well.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "common/base/text.h"
#include "common/command/caller.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "services/node/testing/network.h"
#include "sijill/v1/audit_service.pb.h"
#include "sijill/v1/exchange_service.pb.h"
#include "sijill/v1/identity_service.pb.h"
#include "sijill/v1/ledger_service.pb.h"
#include "sijill/v1/readmission_service.pb.h"
#include "sijill/v1/registry_service.pb.h"
#include "sijill/v1/travel_document_service.pb.h"

namespace sijill::node {
namespace {

namespace pb = google::protobuf;

constexpr char kNoDocument[] =
    "/events/0000000000000000000000000000000000000000000000000000000000000000";

std::vector<const pb::MethodDescriptor*> MethodsOfTheContract() {
  std::vector<const pb::MethodDescriptor*> methods;
  for (const pb::FileDescriptor* file :
       {v1::ReplayCaseRequest::descriptor()->file(),
        v1::GetNodeStatusRequest::descriptor()->file(),
        v1::AddEvidenceRequest::descriptor()->file(),
        v1::GetCheckpointRequest::descriptor()->file(),
        pb::DescriptorPool::generated_pool()
            ->FindServiceByName("sijill.v1.ReadmissionService")
            ->file(),
        v1::SetAgencyRequest::descriptor()->file(),
        v1::GetTravelDocumentRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(file->service(s)->method(m));
      }
    }
  }
  return methods;
}

std::string PathOf(const pb::MethodDescriptor& method) {
  return base::StrCat("/", method.service()->full_name(), "/", method.name());
}

bool Allows(const pb::MethodDescriptor& method, v1::Duty duty) {
  const auto* rule = command::AuthorizationOf(PathOf(method));
  return rule != nullptr &&
         std::ranges::find(rule->duties(), duty) != rule->duties().end();
}

// The field that names a case, or a thing in one; null if there is none.
const pb::FieldDescriptor* CaseFieldOf(const pb::MethodDescriptor& method) {
  if (method.name() == "GetCase" || method.name() == "GetTravelDocument") {
    return method.input_type()->FindFieldByName("name");
  }
  return method.input_type()->FindFieldByName("case_name");
}

class OutsiderTest : public NetworkTest {
 protected:
  // A request with all that any method asks for but the case's content.
  std::string RequestFor(const pb::MethodDescriptor& method,
                         const std::string& case_name, bool validate_only) {
    pb::DynamicMessageFactory factory;
    const std::unique_ptr<pb::Message> request(
        factory.GetPrototype(method.input_type())->New());
    const pb::Reflection& reflection = *request->GetReflection();
    const auto field = [&](const char* name) {
      return method.input_type()->FindFieldByName(name);
    };
    pb::Message* const caller =
        reflection.MutableMessage(request.get(), field("caller"));
    caller->GetReflection()->SetEnumValue(
        caller, caller->GetDescriptor()->FindFieldByName("purpose"),
        v1::PURPOSE_CASE_HANDLING);
    if (field("request_id") != nullptr) {
      reflection.SetString(request.get(), field("request_id"),
                           "0e3b7a52-6c55-4d0e-9a55-0123456789ab");
    }
    if (validate_only) {
      reflection.SetBool(request.get(), field("validate_only"), true);
    }
    const bool document = method.name() == "GetTravelDocument";
    reflection.SetString(
        request.get(), CaseFieldOf(method),
        document ? base::StrCat(case_name, kNoDocument) : case_name);
    return request->SerializeAsString();
  }

  uint64_t Entries() {
    return *north_->casefile().Log(ledger::LogKind::kShared)->Size() +
           *north_->casefile().Log(ledger::LogKind::kOwn)->Size();
  }

  TestNode& north_ = Add("north.example");
  TestNode& south_ = Add("south.example");
};

TEST_F(OutsiderTest, WhatIsNotHisCaseDoesNotExistInAnyMethod) {
  const std::string held = OpenCase(north_, south_, "one").str();
  const std::string nobodys = "cases/aaaaaaaaaaaaaaaaaaaaaaaaaa";
  ASSERT_NE(held, nobodys);
  const auto client = ClientOf(north_.home().outsider(), north_);
  const uint64_t before = Entries();
  int asked = 0;
  for (const pb::MethodDescriptor* method : MethodsOfTheContract()) {
    if (CaseFieldOf(*method) == nullptr) continue;
    if (!Allows(*method, v1::DUTY_OFFICER) &&
        !Allows(*method, v1::DUTY_SYSTEM)) {
      continue;
    }
    SCOPED_TRACE(PathOf(*method));
    ++asked;
    const bool mutation =
        method->input_type()->FindFieldByName("validate_only") != nullptr;
    const auto ask = [&](const std::string& name, bool validate_only) {
      return client
          ->CallRaw(PathOf(*method), RequestFor(*method, name, validate_only),
                    {}, absl::Seconds(20))
          .status();
    };
    const absl::Status none = ask(nobodys, false);
    EXPECT_EQ(none.code(), absl::StatusCode::kNotFound) << none;
    EXPECT_EQ(refusal::ReasonOf(none), "CASE_NOT_FOUND");
    for (const std::string& name :
         {held, held + "/", held.substr(0, held.size() - 1),
          std::string("cases/"), std::string("cases/../registry"),
          std::string("corridors/north.example+south.example"),
          std::string("nodes/north.example"),
          std::string("registry/north.example"), std::string(9000, 'c')}) {
      SCOPED_TRACE(name.substr(0, 60));
      // Code, sentence and details.
      EXPECT_EQ(ask(name, false), none);
      if (mutation) {
        EXPECT_EQ(ask(name, true), none);
      }
    }
  }
  EXPECT_GE(asked, 25);
  EXPECT_EQ(Entries(), before);
}

TEST_F(OutsiderTest, NoMethodIsCalledWithoutOneOfItsDuties) {
  std::set<absl::Status, bool (*)(const absl::Status&, const absl::Status&)>
      refusals([](const absl::Status& a, const absl::Status& b) {
        return a.ToString() < b.ToString();
      });
  for (const v1::Duty duty :
       {v1::DUTY_OFFICER, v1::DUTY_SYSTEM, v1::DUTY_PROTECTION,
        v1::DUTY_AUDITOR, v1::DUTY_ADMINISTRATOR}) {
    SCOPED_TRACE(v1::Duty_Name(duty));
    const auto client = ClientOf(north_.home().With(duty), north_);
    for (const pb::MethodDescriptor* method : MethodsOfTheContract()) {
      SCOPED_TRACE(PathOf(*method));
      const absl::Status status =
          client->CallRaw(PathOf(*method), "", {}, absl::Seconds(20)).status();
      EXPECT_FALSE(absl::IsUnimplemented(status)) << status;
      if (Allows(*method, duty)) {
        EXPECT_FALSE(absl::IsPermissionDenied(status)) << status;
      } else {
        EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
        refusals.insert(status);
      }
    }
  }
  // Whoever he is and whatever he calls: it says the same.
  EXPECT_EQ(refusals.size(), 1u);
}

TEST_F(OutsiderTest, APeersNodeCallsWhatIsForPeersAndNothingElse) {
  north_.home().Know(south_.home(), south_.port());
  north_->Reload();
  const auto client = ClientOf(south_.home().pki().Node("n2"), north_);
  for (const pb::MethodDescriptor* method : MethodsOfTheContract()) {
    SCOPED_TRACE(PathOf(*method));
    const absl::Status status =
        client->CallRaw(PathOf(*method), "", {}, absl::Seconds(20)).status();
    EXPECT_EQ(absl::IsPermissionDenied(status), !Allows(*method, v1::DUTY_PEER))
        << status;
  }
}

}  // namespace
}  // namespace sijill::node
