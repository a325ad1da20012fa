// SPDX-License-Identifier: Apache-2.0
#include "common/pki/authority/issue_index.h"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::pki {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;
// What a certificate's GeneralizedTime can write (RFC 5280 4.1.2.5.2).
constexpr int64_t kFirstSecond = -62'167'219'200;  // 0000-01-01
constexpr int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59

std::string TextOf(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
}

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(
      base::StrCat("the index of issued certificates is damaged at ", what));
}

absl::StatusOr<std::string> TextAt(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) return Damaged(name);
  return found->get<std::string>();
}

absl::StatusOr<absl::Time> TimeAt(const Json& object, const char* name) {
  ASSIGN_OR_RETURN(const std::string text, TextAt(object, name));
  absl::Time time;
  std::string error;
  // Abseil reads "infinite-future" and years that no certificate can write.
  if (!absl::ParseTime(absl::RFC3339_full, base::Absl(text), &time, &error) ||
      time < absl::FromUnixSeconds(kFirstSecond) ||
      time > absl::FromUnixSeconds(kLastSecond)) {
    return Damaged(name);
  }
  return time;
}

absl::StatusOr<uint64_t> NumberAt(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number_unsigned()) {
    return Damaged(name);
  }
  return found->get<uint64_t>();
}

Json ToObject(const IssuedCertificate& issued) {
  Json object = {
      {"serial", issued.serial_hex},
      {"id", issued.id.str()},
      {"key_id", issued.key_id.hex()},
      {"not_before", TextOf(issued.not_before)},
      {"not_after", TextOf(issued.not_after)},
  };
  if (issued.revocation) {
    object["revoked_at"] = TextOf(issued.revocation->at);
    object["reason"] = std::string(ReasonName(issued.revocation->reason));
  }
  return object;
}

absl::StatusOr<IssuedCertificate> FromObject(const Json& object) {
  if (!object.is_object()) return Damaged("issued");
  ASSIGN_OR_RETURN(std::string serial, TextAt(object, "serial"));
  const std::optional<std::string> octets = base::FromHex(serial);
  if (!octets || octets->empty()) return Damaged("serial");
  ASSIGN_OR_RETURN(const std::string uri, TextAt(object, "id"));
  absl::StatusOr<SpiffeId> id = SpiffeId::Parse(uri);
  if (!id.ok()) return Damaged("id");
  ASSIGN_OR_RETURN(const std::string key_hex, TextAt(object, "key_id"));
  const std::optional<base::Hash> key_id =
      base::Hash::From(base::FromHex(key_hex).value_or(""));
  if (!key_id) return Damaged("key_id");
  ASSIGN_OR_RETURN(const absl::Time not_before, TimeAt(object, "not_before"));
  ASSIGN_OR_RETURN(const absl::Time not_after, TimeAt(object, "not_after"));
  IssuedCertificate issued{std::move(serial), *std::move(id), *key_id,
                           not_before,        not_after,      std::nullopt};
  if (!object.contains("revoked_at")) return issued;
  ASSIGN_OR_RETURN(const absl::Time at, TimeAt(object, "revoked_at"));
  ASSIGN_OR_RETURN(const std::string name, TextAt(object, "reason"));
  const absl::StatusOr<RevocationReason> reason = ParseReason(name);
  if (!reason.ok()) return Damaged("reason");
  issued.revocation = Revocation{at, *reason};
  return issued;
}

}  // namespace

const IssuedCertificate* IssueIndex::Find(std::string_view serial_hex) const {
  for (const IssuedCertificate& certificate : issued) {
    if (certificate.serial_hex == serial_hex) return &certificate;
  }
  return nullptr;
}

IssuedCertificate* IssueIndex::Find(std::string_view serial_hex) {
  return const_cast<IssuedCertificate*>(std::as_const(*this).Find(serial_hex));
}

Revocations IssueIndex::revocations() const {
  Revocations result;
  for (const IssuedCertificate& certificate : issued) {
    if (certificate.revocation) {
      result.emplace(certificate.serial_hex, *certificate.revocation);
    }
  }
  return result;
}

std::string ToJson(const IssueIndex& index) {
  Json entries = Json::array();
  for (const IssuedCertificate& certificate : index.issued) {
    entries.push_back(ToObject(certificate));
  }
  const Json object = {
      {"format", kFormat},
      {"revocation_list_number", index.revocation_list_number},
      {"issued", std::move(entries)},
  };
  return base::StrCat(object.dump(2), "\n");
}

absl::StatusOr<IssueIndex> IssueIndexFromJson(std::string_view text) {
  const Json object = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return Damaged("its beginning");
  ASSIGN_OR_RETURN(const uint64_t format, NumberAt(object, "format"));
  if (format != kFormat) return Damaged("format");
  IssueIndex index;
  ASSIGN_OR_RETURN(index.revocation_list_number,
                   NumberAt(object, "revocation_list_number"));
  const auto entries = object.find("issued");
  if (entries == object.end() || !entries->is_array()) return Damaged("issued");
  std::set<std::string> serials;
  for (const Json& entry : *entries) {
    ASSIGN_OR_RETURN(IssuedCertificate certificate, FromObject(entry));
    if (!serials.insert(certificate.serial_hex).second) {
      return Damaged("serial");
    }
    index.issued.push_back(std::move(certificate));
  }
  return index;
}

}  // namespace sijill::pki
