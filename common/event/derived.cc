// SPDX-License-Identifier: Apache-2.0
#include "common/event/derived.h"

#include "common/base/big_endian.h"
#include "common/base/hmac.h"
#include "common/base/sha256.h"
#include "common/base/text.h"
#include "common/event/tag.h"

namespace sijill::event {

base::CaseId CaseIdOf(std::string_view exchange, const base::AgencyName& author,
                      const base::Hash& random) {
  const base::Hash digest =
      base::Sha256({kCaseTag, base::LengthPrefixed(exchange),
                    base::LengthPrefixed(author.str()), random.view()});
  return *base::CaseId::From(digest.view().substr(0, base::CaseId::kSize));
}

absl::Status CheckOpening(const Header& header) {
  const base::CaseId id =
      CaseIdOf(header.exchange, header.author, header.random);
  if (header.stream != base::StreamName::ForCase(id)) {
    return absl::InvalidArgumentError(
        "stream: not the case of the opening event's author and random");
  }
  return absl::OkStatus();
}

std::string UuidText(const Uuid& uuid) {
  const std::string hex = uuid.hex();
  const std::string_view digits = hex;
  return base::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-",
                      digits.substr(12, 4), "-", digits.substr(16, 4), "-",
                      digits.substr(20));
}

std::string MandateMessage(std::string_view exchange,
                           const base::AgencyName& agency,
                           std::string_view method, const Uuid& request_id,
                           std::string_view request) {
  return base::StrCat(kMandateTag, base::LengthPrefixed(exchange),
                      base::LengthPrefixed(agency.str()),
                      base::LengthPrefixed(method), request_id.view(),
                      base::Sha256({request}).view());
}

base::Hash IdempotencyValue(std::string_view node_key, std::string_view method,
                            std::string_view request) {
  return base::HmacSha256(node_key, {base::LengthPrefixed(method), request});
}

Uuid TimerRequestId(const base::StreamName& stream, std::string_view rule,
                    const base::Hash& start_event_id, uint64_t due) {
  const base::Hash digest = base::Sha256(
      {kTimerTag, base::LengthPrefixed(stream.str()),
       base::LengthPrefixed(rule), start_event_id.view(), base::U64(due)});
  Uuid id = *Uuid::From(digest.view().substr(0, Uuid::kSize));
  // RFC 9562 section 5.8: version 8, variant 10.
  id.data()[6] = static_cast<uint8_t>((id.data()[6] & 0x0f) | 0x80);
  id.data()[8] = static_cast<uint8_t>((id.data()[8] & 0x3f) | 0x80);
  return id;
}

std::string LogOrigin(const base::DomainName& domain, std::string_view exchange,
                      NodeLog log, uint64_t epoch) {
  return base::StrCat(domain.str(), "/sijill/", exchange,
                      log == NodeLog::kShared ? "/shared/" : "/own/", epoch);
}

}  // namespace sijill::event
