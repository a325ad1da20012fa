// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/seal.h"

#include <cstdint>
#include <utility>

#include "common/base/status_macros.h"

namespace sijill::casefile {
namespace {

absl::Status Refused(const char* why) {
  return absl::InvalidArgumentError(why);
}

// The first header if all may stand under one seal of `key`.
absl::StatusOr<event::Header> CheckBatch(
    std::span<const std::string> header_bytes, const crypto::PublicKey& key) {
  if (header_bytes.empty() || header_bytes.size() > event::kMaxSealed) {
    return Refused("a seal covers 1 to 65,535 events");
  }
  ASSIGN_OR_RETURN(event::Header first,
                   event::ParseHeader(header_bytes.front()));
  if (first.key_id != key.id()) {
    return Refused("key id: not the key that seals");
  }
  for (const std::string& bytes : header_bytes.subspan(1)) {
    ASSIGN_OR_RETURN(const event::Header header, event::ParseHeader(bytes));
    if (header.exchange != first.exchange || header.author != first.author ||
        header.key_id != first.key_id || header.audience != first.audience) {
      return Refused(
          "the events of one seal share exchange, author, key id and audience");
    }
  }
  return first;
}

}  // namespace

absl::Status VerifySeal(const event::ParsedEvent& event,
                        const crypto::PublicKey& key,
                        std::string_view exchange) {
  if (event.header.exchange != exchange) {
    return Refused("exchange: not ours");
  }
  if (!event.sealed()) return Refused("the event is not sealed");
  if (event.header.key_id != key.id()) {
    return Refused("key id: not that of the key at hand");
  }
  const std::string message = event::SealMessage(
      event.header.exchange, key.id(), event.n, event::SealRootOf(event));
  if (!key.Verify(message, event.seal)) {
    return Refused("the seal does not verify");
  }
  return absl::OkStatus();
}

absl::Status VerifyImported(const event::ParsedEvent& event,
                            const crypto::PublicKey& key,
                            std::string_view exchange) {
  if (event::IsOwnLogKind(event.header.kind)) {
    return Refused("kind: of an own log, which nobody imports");
  }
  return VerifySeal(event, key, exchange);
}

absl::StatusOr<std::string> SealEvent(std::string_view header_bytes,
                                      const crypto::Signer& signer) {
  const std::string only(header_bytes);
  ASSIGN_OR_RETURN(std::vector<std::string> sealed,
                   SealEvents({&only, 1}, signer));
  return std::move(sealed.front());
}

absl::StatusOr<std::vector<std::string>> SealEvents(
    std::span<const std::string> header_bytes, const crypto::Signer& signer) {
  ASSIGN_OR_RETURN(const event::Header first,
                   CheckBatch(header_bytes, signer.public_key()));
  std::vector<base::Hash> ids;
  ids.reserve(header_bytes.size());
  for (const std::string& bytes : header_bytes) {
    ids.push_back(event::EventId(bytes));
  }
  const auto n = static_cast<uint32_t>(ids.size());
  event::SealTree tree = event::SealTreeOf(ids);
  ASSIGN_OR_RETURN(const crypto::Signature seal,
                   signer.Sign(event::SealMessage(first.exchange, *first.key_id,
                                                  n, tree.root)));
  std::vector<std::string> sealed;
  sealed.reserve(n);
  for (uint32_t index = 0; index < n; ++index) {
    sealed.push_back(
        event::EncodeSignedHeader({.header = header_bytes[index],
                                   .seal = seal,
                                   .n = n,
                                   .index = index,
                                   .path = std::move(tree.paths[index])}));
  }
  return sealed;
}

}  // namespace sijill::casefile
