// SPDX-License-Identifier: Apache-2.0
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/seal.h"
#include "common/event/signed_header.h"
#include "common/merkle/proof.h"
#include "common/merkle/tree.h"
#include "common/testing/rfc6979_signer.h"
#include "tests/conformance/vectors.h"

namespace sijill::conformance {
namespace {

Json FoundIn(const event::ParsedEvent& event) {
  return Json{{"event_id", event.id.hex()},
              {"n", event.n},
              {"index", event.index},
              {"path", HexOf(event.path)},
              {"entry", event.entry.hex()},
              {"leaf", merkle::LeafHash(event.entry.view()).hex()}};
}

absl::StatusOr<Json> Seal(const Json& in) {
  const sijill::testing::Rfc6979Signer signer(BytesOf(in, "private"));
  std::vector<std::string> headers;
  std::vector<base::Hash> ids;
  for (const Json& hex : in.at("headers")) {
    headers.push_back(base::FromHex(hex.get<std::string>()).value());
    ids.push_back(event::EventId(headers.back()));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> sealed,
                   casefile::SealEvents(headers, signer));
  Json events = Json::array();
  std::string exchange;
  base::FixedBytes<64> seal;
  for (const std::string& bytes : sealed) {
    ASSIGN_OR_RETURN(const auto parsed, event::ParseSignedHeader(bytes));
    exchange = parsed.header.exchange;
    seal = parsed.seal;
    Json found = FoundIn(parsed);
    found["signed_header"] = base::Hex(bytes);
    events.push_back(found);
  }
  const base::Hash root = event::SealRoot(ids);
  const std::string message =
      event::SealMessage(exchange, signer.public_key().id(),
                         static_cast<uint32_t>(ids.size()), root);
  return Json{{"root", root.hex()},
              {"message", base::Hex(message)},
              {"digest", base::Sha256({message}).hex()},
              {"seal", seal.hex()},
              {"events", events}};
}

absl::StatusOr<Json> Verify(const Json& in) {
  const std::string bytes = BytesOf(in, "signed_header");
  ASSIGN_OR_RETURN(const auto parsed, event::ParseSignedHeader(bytes));
  ASSIGN_OR_RETURN(const auto key,
                   crypto::PublicKey::FromSpki(BytesOf(in, "spki")));
  RETURN_IF_ERROR(
      casefile::VerifyImported(parsed, key, TextOf(in, "exchange")));
  return FoundIn(parsed);
}

absl::StatusOr<Json> ParseSignedHeader(const Json& in) {
  ASSIGN_OR_RETURN(const auto parsed,
                   event::ParseSignedHeader(BytesOf(in, "signed_header")));
  return FoundIn(parsed);
}

absl::StatusOr<Json> Tree(const Json& in) {
  std::vector<base::Hash> leaves;
  for (const base::Hash& entry : HashesOf(in, "entries")) {
    leaves.push_back(merkle::LeafHash(entry.view()));
  }
  return Json{{"leaves", HexOf(leaves)},
              {"root", merkle::RootOf(leaves).hex()}};
}

absl::StatusOr<Json> Inclusion(const Json& in) {
  RETURN_IF_ERROR(merkle::VerifyInclusion(
      merkle::LeafHash(HashOf(in, "entry").view()),
      in.at("index").get<uint64_t>(), in.at("size").get<uint64_t>(),
      HashesOf(in, "path"), HashOf(in, "root")));
  return Json::object();
}

}  // namespace

void AddSealOperations(Operations& operations) {
  operations["seal"] = Seal;
  operations["verify"] = Verify;
  operations["parse_signed_header"] = ParseSignedHeader;
  operations["tree"] = Tree;
  operations["inclusion"] = Inclusion;
}

}  // namespace sijill::conformance
