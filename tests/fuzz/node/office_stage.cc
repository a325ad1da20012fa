// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/node/office_stage.h"

#include "absl/time/time.h"
#include "common/base/text.h"
#include "services/node/methods.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/node/peers.h"

namespace sijill::fuzz {

namespace pb = google::protobuf;

OfficeStage::OfficeStage()
    : office_(fixture_.office()), desk_(office_, fixture_.clock()) {
  desk_.peers().Replace(
      {{.peer = South().AsPeer(), .address = "127.0.0.1:7443"}});
  node::AddMethods(desk_.desk(), methods_);
  Require(methods_.status().ok(), "the methods are offered");
  own_case_ = fixture_.OpenDocumentRequest(testing::OfficeFixture::kInterior);
  shared_case_ = fixture_.OpenDocumentRequest(testing::OfficeFixture::kSouth);
}

const std::vector<std::string>& OfficeStage::Callers() {
  static const auto* const callers = new std::vector<std::string>{
      "spiffe://north.example/agency/interior/officer/o-7",
      "spiffe://north.example/agency/consulate/officer/o-8",
      "spiffe://north.example/agency/interior/system/desk",
      "spiffe://north.example/agency/outsider/officer/o-9",
      "spiffe://south.example/node/one",
      "spiffe://north.example/node/one"};
  return *callers;
}

const std::vector<const pb::MethodDescriptor*>& OfficeStage::Methods() {
  static const auto* const methods = [] {
    auto* const found = new std::vector<const pb::MethodDescriptor*>;
    OfficeStage stage;
    for (std::string name : stage.methods_.methods()) {
      name.erase(0, 1);
      name[name.find('/')] = '.';
      const auto* const method =
          pb::DescriptorPool::generated_pool()->FindMethodByName(name);
      Require(method != nullptr, "what is offered is in the contract");
      found->push_back(method);
    }
    return found;
  }();
  return *methods;
}

absl::StatusOr<std::string> OfficeStage::Call(uint64_t method, uint64_t caller,
                                              std::string_view request) {
  const pb::MethodDescriptor& wanted = *Methods()[method % Methods().size()];
  const std::string path =
      base::StrCat("/", wanted.service()->full_name(), "/", wanted.name());
  return (*methods_.Find(path))(
      {.principal = {.id = *pki::SpiffeId::Parse(
                         Callers()[caller % Callers().size()])},
       .method = path,
       .request_bytes = request,
       .deadline = absl::InfiniteFuture()});
}

}  // namespace sijill::fuzz
