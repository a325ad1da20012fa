// SPDX-License-Identifier: Apache-2.0
#include "common/base/sha256.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/crypto/p256.h"
#include "common/event/derived.h"
#include "common/testing/rfc6979_signer.h"
#include "tests/conformance/vectors.h"

namespace sijill::conformance {
namespace {

absl::StatusOr<Json> Case(const Json& in) {
  ASSIGN_OR_RETURN(const auto author,
                   base::AgencyName::Parse(TextOf(in, "author")));
  const base::CaseId id =
      event::CaseIdOf(TextOf(in, "exchange"), author, HashOf(in, "random"));
  return Json{{"case_id", id.hex()},
              {"stream", base::StreamName::ForCase(id).str()}};
}

absl::StatusOr<std::string> MandateOf(const Json& in) {
  ASSIGN_OR_RETURN(const auto agency,
                   base::AgencyName::Parse(TextOf(in, "agency")));
  return event::MandateMessage(
      TextOf(in, "exchange"), agency, TextOf(in, "method"),
      FixedOf<16>(in, "request_id"), BytesOf(in, "request"));
}

absl::StatusOr<Json> Mandate(const Json& in) {
  ASSIGN_OR_RETURN(const std::string message, MandateOf(in));
  const sijill::testing::Rfc6979Signer signer(BytesOf(in, "private"));
  ASSIGN_OR_RETURN(const crypto::Signature signature, signer.Sign(message));
  return Json{{"message", base::Hex(message)},
              {"digest", base::Sha256({message}).hex()},
              {"signature", signature.hex()}};
}

absl::StatusOr<Json> CheckMandate(const Json& in) {
  ASSIGN_OR_RETURN(const std::string message, MandateOf(in));
  ASSIGN_OR_RETURN(const auto key,
                   crypto::PublicKey::FromSpki(BytesOf(in, "spki")));
  const auto signature = crypto::Signature::From(BytesOf(in, "signature"));
  if (!signature || !key.Verify(message, *signature)) {
    return absl::InvalidArgumentError("the mandate does not verify");
  }
  return Json::object();
}

absl::StatusOr<Json> Idempotency(const Json& in) {
  return Json{{"value", event::IdempotencyValue(BytesOf(in, "node_key"),
                                                TextOf(in, "method"),
                                                BytesOf(in, "request"))
                            .hex()}};
}

absl::StatusOr<Json> Timer(const Json& in) {
  ASSIGN_OR_RETURN(const auto stream,
                   base::StreamName::Parse(TextOf(in, "stream")));
  const event::Uuid id = event::TimerRequestId(stream, TextOf(in, "rule"),
                                               HashOf(in, "start_event_id"),
                                               in.at("due").get<uint64_t>());
  return Json{{"request_id", id.hex()}, {"text", event::UuidText(id)}};
}

absl::StatusOr<Json> Origin(const Json& in) {
  ASSIGN_OR_RETURN(const auto domain,
                   base::DomainName::Parse(TextOf(in, "domain")));
  const auto log = TextOf(in, "log") == "own" ? event::NodeLog::kOwn
                                              : event::NodeLog::kShared;
  return Json{{"origin", event::LogOrigin(domain, TextOf(in, "exchange"), log,
                                          in.at("epoch").get<uint64_t>())}};
}

}  // namespace

void AddDerivedOperations(Operations& operations) {
  operations["case"] = Case;
  operations["mandate"] = Mandate;
  operations["check_mandate"] = CheckMandate;
  operations["idempotency"] = Idempotency;
  operations["timer"] = Timer;
  operations["origin"] = Origin;
}

}  // namespace sijill::conformance
