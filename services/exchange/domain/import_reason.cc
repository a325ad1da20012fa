// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/domain/import_reason.h"

namespace sijill::exchange {
namespace {

struct Word {
  std::string_view refusal;
  v1::Reason reason;
};

constexpr Word kWords[] = {
    {"OTHER_EXCHANGE", v1::REASON_EXCHANGE_MISMATCH},
    {"MALFORMED", v1::REASON_HEADER_MALFORMED},
    {"BAD_SEAL", v1::REASON_SEAL_INVALID},
    {"SECOND_SEAL", v1::REASON_SEAL_INVALID},
    {"MIXED_SEAL", v1::REASON_SEAL_INVALID},
    {"UNKNOWN_KEY", v1::REASON_KEY_UNKNOWN},
    {"BAD_CERTIFICATE", v1::REASON_KEY_UNKNOWN},
    {"KEY_REVOKED", v1::REASON_KEY_REVOKED},
    {"KEY_RETIRED", v1::REASON_KEY_REVOKED},
    {"GAP", v1::REASON_LANE_GAP},
    {"FORK", v1::REASON_LANE_FORK},
    {"BAD_CONTENT", v1::REASON_CONTENT_MISMATCH},
    {"NOT_IN_LOG", v1::REASON_PROOF_INVALID},
};

}  // namespace

v1::Reason ReasonOfImport(std::string_view refusal) {
  for (const Word& word : kWords) {
    if (word.refusal == refusal) return word.reason;
  }
  return v1::REASON_NOT_ADMITTED;
}

}  // namespace sijill::exchange
