// SPDX-License-Identifier: Apache-2.0
// Who may call what of a node, and what the ledger service shows to whom.
#include <gtest/gtest.h>

#include "common/ledger/log_signer.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "common/refusal/refusal.h"
#include "services/node/testing/network.h"
#include "sijill/v1/ledger_service.pb.h"
#include "sijill/v1/readmission_requests.pb.h"

namespace sijill::node {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

class NodeTest : public NetworkTest {
 protected:
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const testing::Credentials& caller,
                               const char* method, const Request& request) {
    return ClientOf(caller, north_)
        ->Call<Response>(std::string("/sijill.v1.LedgerService/") + method,
                         request, {}, kPatience);
  }
  absl::StatusOr<v1::GetCheckpointResponse> Checkpoint(
      const testing::Credentials& caller, v1::Log log) {
    v1::GetCheckpointRequest request;
    request.set_log(log);
    return Ask<v1::GetCheckpointResponse>(caller, "GetCheckpoint", request);
  }

  TestNode& north_ = Add("north.example");
  const testing::Credentials& auditor_ = north_.home().auditor();
};

TEST_F(NodeTest, ACertificateWithoutADutyIsRefused) {
  const auto answer =
      Checkpoint(north_.home().pki().Officer("interior", "o9"), v1::LOG_SHARED);
  EXPECT_TRUE(absl::IsPermissionDenied(answer.status())) << answer.status();
  // Its own node's certificate has none either.
  EXPECT_TRUE(absl::IsPermissionDenied(
      Checkpoint(north_.home().pki().Node("n2"), v1::LOG_SHARED).status()));
}

TEST_F(NodeTest, TheOwnLogExistsForTheOwnAuditorsAlone) {
  TestNode& south = Add("south.example");
  north_.home().Know(south.home(), south.port());
  north_->Reload();
  const auto peer = south.home().pki().Node("n2");
  EXPECT_TRUE(Checkpoint(auditor_, v1::LOG_OWN).ok());
  EXPECT_TRUE(Checkpoint(peer, v1::LOG_SHARED).ok());
  const auto own = Checkpoint(peer, v1::LOG_OWN);
  const auto none = Checkpoint(peer, v1::LOG_UNSPECIFIED);
  EXPECT_EQ(refusal::ReasonOf(own.status()), "LOG_NOT_FOUND");
  EXPECT_EQ(own.status(), none.status());
}

TEST_F(NodeTest, ARevokedCertificateIsRefusedOnItsNextCall) {
  const auto client = ClientOf(auditor_, north_);
  v1::GetCheckpointRequest request;
  request.set_log(v1::LOG_SHARED);
  const auto ask = [&] {
    return client->Call<v1::GetCheckpointResponse>(
        "/sijill.v1.LedgerService/GetCheckpoint", request, {}, kPatience);
  };
  ASSERT_TRUE(ask().ok());
  north_.home().pki().Revoke(auditor_.certificate);
  north_.home().PublishRevocations();
  north_->Reload();
  EXPECT_EQ(ask().status().code(), absl::StatusCode::kUnauthenticated);
}

TEST_F(NodeTest, WhatIsNoTextInAFormIsNamedByItsPath) {
  v1::RequestDocumentRequest request;
  request.set_note("XXXX");
  auto& name = *request.mutable_form()->mutable_person()->add_names();
  name.add_name_parts()->set_latin("fine");
  name.add_name_parts()->set_latin("XXXX");
  std::string bytes = request.SerializeAsString();
  for (size_t at = bytes.find("XXXX"); at != std::string::npos;
       at = bytes.find("XXXX")) {
    bytes.replace(at, 4, "a\xff\xfe\x62");
  }
  const absl::Status status =
      ClientOf(north_.home().With(v1::DUTY_OFFICER), north_)
          ->CallRaw("/sijill.v1.ReadmissionService/RequestDocument", bytes, {},
                    kPatience)
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(refusal::ReasonOf(status), "INVALID_FIELDS");
  std::vector<std::string> fields;
  for (const auto& violation : refusal::FieldViolationsOf(status)) {
    fields.push_back(violation.field);
  }
  EXPECT_EQ(fields, (std::vector<std::string>{
                        "form.person.names[0].name_parts[1].latin", "note"}));
}

TEST_F(NodeTest, ALogProvesItsEntriesAndItsGrowth) {
  TestNode& south = Add("south.example");
  OpenCase(north_, south, "one");
  v1::GetInclusionProofRequest request;
  request.set_log(v1::LOG_SHARED);
  request.set_index(1);
  const auto proof = Ask<v1::GetInclusionProofResponse>(
      auditor_, "GetInclusionProof", request);
  ASSERT_TRUE(proof.ok()) << proof.status();
  const auto& signer = north_->casefile().signer(ledger::LogKind::kShared);
  const auto checkpoint = ledger::OpenCheckpoint(
      proof->checkpoint(), signer.origin(), signer.public_key());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 4u);
  std::vector<base::Hash> path;
  for (const auto& node : proof->inclusion_proof()) {
    path.push_back(*base::Hash::From(node));
  }
  EXPECT_TRUE(merkle::VerifyInclusion(merkle::LeafHash(proof->entry()), 1,
                                      proof->tree_size(), path,
                                      checkpoint->root)
                  .ok());
  v1::GetConsistencyProofRequest growth;
  growth.set_log(v1::LOG_SHARED);
  growth.set_first_size(3);
  const auto grown = Ask<v1::GetConsistencyProofResponse>(
      auditor_, "GetConsistencyProof", growth);
  ASSERT_TRUE(grown.ok()) << grown.status();
  EXPECT_EQ(grown->second_size(), 4u);
}

TEST_F(NodeTest, BeyondTheLogThereIsNothing) {
  v1::GetInclusionProofRequest proof;
  proof.set_log(v1::LOG_SHARED);
  proof.set_index(3);
  v1::GetTileRequest tile;
  tile.set_log(v1::LOG_SHARED);
  v1::ListEntriesRequest list;
  list.set_log(v1::LOG_SHARED);
  list.set_first_index(4);
  for (const absl::Status& status :
       {Ask<v1::GetInclusionProofResponse>(auditor_, "GetInclusionProof", proof)
            .status(),
        Ask<v1::GetTileResponse>(auditor_, "GetTile", tile).status(),
        Ask<v1::ListEntriesResponse>(auditor_, "ListEntries", list).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange) << status;
    EXPECT_EQ(refusal::ReasonOf(status), "BEYOND_LOG");
  }
}

TEST_F(NodeTest, TilesAndBundlesAreThoseOfTheLog) {
  v1::GetTileRequest tile;
  tile.set_log(v1::LOG_SHARED);
  tile.set_width(3);
  const auto hashes = Ask<v1::GetTileResponse>(auditor_, "GetTile", tile);
  ASSERT_TRUE(hashes.ok()) << hashes.status();
  EXPECT_EQ(hashes->hashes().size(), 3 * 32u);
  v1::GetEntryBundleRequest bundle;
  bundle.set_log(v1::LOG_SHARED);
  bundle.set_width(3);
  const auto entries =
      Ask<v1::GetEntryBundleResponse>(auditor_, "GetEntryBundle", bundle);
  ASSERT_TRUE(entries.ok()) << entries.status();
  EXPECT_EQ(entries->bundle().size(), 3 * 34u);
}

TEST_F(NodeTest, HeadersAreListedPageByPageToTheirAudience) {
  TestNode& south = Add("south.example");
  TestNode& east = Add("east.example");
  north_.home().Know(east.home(), east.port());
  north_->Reload();
  OpenCase(north_, south, "one");
  v1::ListEntriesRequest request;
  request.set_log(v1::LOG_SHARED);
  request.set_page_size(3);
  const auto peer = east.home().pki().Node("n2");
  const auto first = Ask<v1::ListEntriesResponse>(peer, "ListEntries", request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->entries_size(), 3);
  for (const auto& entry : first->entries()) {
    EXPECT_FALSE(entry.signed_header().empty());  // keys are for everybody
  }
  request.set_page_token(first->next_page_token());
  const auto rest = Ask<v1::ListEntriesResponse>(peer, "ListEntries", request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->entries_size(), 1);
  EXPECT_TRUE(rest->entries(0).signed_header().empty());
  EXPECT_EQ(rest->entries(0).entry().size(), 32u);
  EXPECT_TRUE(rest->next_page_token().empty());
}

}  // namespace
}  // namespace sijill::node
