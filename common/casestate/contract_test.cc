// SPDX-License-Identifier: Apache-2.0
// What the public contract promises about itself, read from its descriptors.
#include <filesystem>
#include <functional>
#include <set>

#include "common/base/text.h"
#include "common/casestate/kinds.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/options.pb.h"
#include "sijill/v1/person.pb.h"

namespace sijill::casestate {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Every file of the contract, as it lies in the repository.
std::vector<const FileDescriptor*> Files() {
  std::vector<const FileDescriptor*> files;
  for (const auto& entry :
       std::filesystem::directory_iterator("proto/sijill/v1")) {
    const std::string name =
        base::StrCat("sijill/v1/", entry.path().filename().string());
    const FileDescriptor* file =
        DescriptorPool::generated_pool()->FindFileByName(name);
    EXPECT_NE(file, nullptr) << name;
    if (file != nullptr) files.push_back(file);
  }
  return files;
}

void ForEachMethod(const std::function<void(const MethodDescriptor&)>& look) {
  int seen = 0;
  for (const FileDescriptor* file : Files()) {
    for (int s = 0; s < file->service_count(); ++s) {
      const ServiceDescriptor* service = file->service(s);
      for (int m = 0; m < service->method_count(); ++m, ++seen) {
        SCOPED_TRACE(service->method(m)->full_name());
        look(*service->method(m));
      }
    }
  }
  EXPECT_GT(seen, 50);
}

void ForEachField(const std::function<void(const FieldDescriptor&)>& look) {
  for (const FileDescriptor* file : Files()) {
    for (int m = 0; m < file->message_type_count(); ++m) {
      const Descriptor* message = file->message_type(m);
      for (int f = 0; f < message->field_count(); ++f) {
        SCOPED_TRACE(message->field(f)->full_name());
        look(*message->field(f));
      }
    }
  }
}

bool Marked(const FieldDescriptor& field) {
  return field.options().GetExtension(v1::personal_data);
}

bool HoldsPersonalData(const Descriptor& message) {
  for (int f = 0; f < message.field_count(); ++f) {
    if (Marked(*message.field(f))) return true;
  }
  return false;
}

v1::Authorization AuthorizationOf(const MethodDescriptor& method) {
  return method.options().GetExtension(v1::authorization);
}

TEST(ContractTest, EveryMethodNamesTheDutiesThatMayCallIt) {
  ForEachMethod([](const MethodDescriptor& method) {
    const v1::Authorization authorization = AuthorizationOf(method);
    EXPECT_GT(authorization.duties_size(), 0);
    for (const int duty : authorization.duties()) {
      EXPECT_NE(duty, v1::DUTY_UNSPECIFIED);
    }
  });
}

TEST(ContractTest, EveryRequestSaysInFieldOneWhoAsksAndWhy) {
  ForEachMethod([](const MethodDescriptor& method) {
    const FieldDescriptor* first = method.input_type()->FindFieldByNumber(1);
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->name(), "caller");
    EXPECT_EQ(first->message_type()->full_name(), "sijill.v1.Caller");
  });
}

TEST(ContractTest, EveryMutationHasARequestIdAndReceipts) {
  ForEachMethod([](const MethodDescriptor& method) {
    const FieldDescriptor* id =
        method.input_type()->FindFieldByName("request_id");
    EXPECT_EQ(id != nullptr, AuthorizationOf(method).mutation());
    if (!AuthorizationOf(method).mutation()) return;
    EXPECT_EQ(id->number(), 2);
    EXPECT_EQ(id->type(), FieldDescriptor::TYPE_STRING);
    const FieldDescriptor* validate =
        method.input_type()->FindFieldByName("validate_only");
    ASSERT_NE(validate, nullptr);
    EXPECT_EQ(validate->number(), 3);
    const FieldDescriptor* receipts =
        method.output_type()->FindFieldByName("receipts");
    ASSERT_NE(receipts, nullptr);
    EXPECT_TRUE(receipts->is_repeated());
  });
}

TEST(ContractTest, EveryReadThatShowsPersonalDataSaysSo) {
  ForEachMethod([](const MethodDescriptor& method) {
    const v1::Authorization authorization = AuthorizationOf(method);
    if (authorization.mutation()) return;
    EXPECT_EQ(authorization.personal_data(),
              HoldsPersonalData(*method.output_type()));
  });
}

TEST(ContractTest, EveryListHasPages) {
  ForEachMethod([](const MethodDescriptor& method) {
    if (method.name().rfind("List", 0) != 0 ||
        method.name() == "ListRequirements") {
      return;  // requirements are a handful, of one rule set
    }
    EXPECT_NE(method.input_type()->FindFieldByName("page_size"), nullptr);
    EXPECT_NE(method.input_type()->FindFieldByName("page_token"), nullptr);
    EXPECT_NE(method.output_type()->FindFieldByName("next_page_token"),
              nullptr);
  });
}

TEST(ContractTest, RequestsAndResponsesAreTheMethodsOwn) {
  ForEachMethod([](const MethodDescriptor& method) {
    EXPECT_EQ(method.input_type()->name(), method.name() + "Request");
    EXPECT_EQ(method.output_type()->name(), method.name() + "Response");
  });
}

TEST(ContractTest, FieldsNamedLikePersonalDataAreMarked) {
  const std::set<std::string> names = {"latin",
                                       "original",
                                       "name_parts",
                                       "names",
                                       "father",
                                       "mother",
                                       "spouse",
                                       "sex",
                                       "date_of_birth",
                                       "place_of_birth",
                                       "nationalities",
                                       "last_address",
                                       "civil_status",
                                       "observations",
                                       "document_number",
                                       "issuing_state",
                                       "passport_number",
                                       "machine_readable_lines",
                                       "officer",
                                       "purpose_note",
                                       "note",
                                       "notes",
                                       "reasons",
                                       "explanation",
                                       "medical_needs",
                                       "minor_children",
                                       "external_reference",
                                       "identity",
                                       "carrier_reference",
                                       "departed_at",
                                       "arrived_at",
                                       "escort_name",
                                       "reference",
                                       "court_paper",
                                       "ground",
                                       "physical_description",
                                       "protective_measures",
                                       "certificate_sha256",
                                       "own_national",
                                       "script",
                                       "function",
                                       "mode",
                                       "result",
                                       "locality"};
  ForEachField([&](const FieldDescriptor& field) {
    EXPECT_TRUE(Marked(field) || !names.contains(field.name()));
  });
}

TEST(ContractTest, AFieldWhoseMessageHoldsPersonalDataIsMarked) {
  ForEachField([](const FieldDescriptor& field) {
    if (field.message_type() == nullptr || field.name() == "caller") return;
    EXPECT_TRUE(Marked(field) || !HoldsPersonalData(*field.message_type()));
  });
}

// Calls `look` on every field below the message.
void Walk(const Descriptor& message, std::set<const Descriptor*>& visited,
          const std::function<void(const FieldDescriptor&)>& look) {
  if (!visited.insert(&message).second) return;
  for (int f = 0; f < message.field_count(); ++f) {
    look(*message.field(f));
    if (message.field(f)->message_type() != nullptr) {
      Walk(*message.field(f)->message_type(), visited, look);
    }
  }
}

TEST(ContractTest, NoOutwardPartHasAFieldForWhatMustNotLeave) {
  std::set<const Descriptor*> visited;
  for (const Kind& kind : AllKinds()) {
    for (const PartKind& part : kind.parts) {
      if (part.part_class != v1::PART_CLASS_OUTWARD) continue;
      Walk(*part.message, visited, [](const FieldDescriptor& field) {
        for (const char* word :
             {"asylum", "protection", "refugee", "criminal", "convict",
              "detention", "route", "hold", "medical", "health", "note"}) {
          EXPECT_EQ(field.name().find(word), std::string::npos)
              << field.full_name();
        }
      });
    }
  }
  EXPECT_GT(visited.size(), 20u);
}

TEST(ContractTest, OfAnOwnNationalNothingElseCanBeSaid) {
  EXPECT_EQ(v1::OwnNational::descriptor()->field_count(), 0);
}

TEST(ContractTest, CancellingAndWithdrawingHaveNoReason) {
  EXPECT_EQ(v1::TransferCancelled::descriptor()->field_count(), 1);
  EXPECT_EQ(v1::Withdrawn::descriptor()->field_count(), 0);
}

}  // namespace
}  // namespace sijill::casestate
