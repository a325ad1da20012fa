// SPDX-License-Identifier: Apache-2.0
#include "common/base/status_macros.h"
#include "common/casefile/delivery.h"
#include "sijill/v1/kinds.pb.h"
#include "sijill/v1/records.pb.h"

namespace sijill::casefile {
namespace {

absl::Status Refuse(std::string_view reason) {
  return absl::FailedPreconditionError(std::string(reason));
}

// The agency a key event speaks of, which must be of its author's domain.
absl::StatusOr<base::AgencyName> AgencyOf(const event::Header& header,
                                          const std::string& name) {
  const auto agency = base::AgencyName::Parse(name);
  if (!agency.ok() || agency->domain() != header.author.domain()) {
    return Refuse("FOREIGN_AUTHOR");
  }
  return *agency;
}

absl::Status Endorse(const event::Header& header, std::string_view part,
                     uint64_t index, const SealCertificateCheck& check,
                     KeyDirectory& keys) {
  v1::KeyEndorsed endorsed;
  if (!endorsed.ParseFromArray(part.data(), static_cast<int>(part.size()))) {
    return Refuse("BAD_CONTENT");
  }
  ASSIGN_OR_RETURN(const base::AgencyName agency,
                   AgencyOf(header, endorsed.agency()));
  const std::vector<std::string> chain(endorsed.chain().begin(),
                                       endorsed.chain().end());
  const auto key =
      check(agency, endorsed.certificate(), chain,
            absl::FromUnixMicros(static_cast<int64_t>(header.recorded_at)));
  if (!key.ok()) return Refuse("BAD_CERTIFICATE");
  keys.Endorse(agency, *key, index);
  return absl::OkStatus();
}

}  // namespace

bool IsKeyEvent(uint32_t kind) {
  return kind == v1::EVENT_KIND_KEY_ENDORSED ||
         kind == v1::EVENT_KIND_KEY_RETIRED ||
         kind == v1::EVENT_KIND_KEY_REVOKED;
}

absl::Status ApplyKeyEvent(const event::Header& header, std::string_view part,
                           uint64_t index, const SealCertificateCheck& check,
                           KeyDirectory& keys) {
  const auto size = static_cast<int>(part.size());
  switch (header.kind) {
    case v1::EVENT_KIND_KEY_ENDORSED:
      if (header.format != event::kFormat) return absl::OkStatus();
      return Endorse(header, part, index, check, keys);
    case v1::EVENT_KIND_KEY_RETIRED: {
      v1::KeyRetired retired;
      const bool parsed = retired.ParseFromArray(part.data(), size);
      const auto id = base::Hash::From(retired.key_id());
      if (!parsed || !id) return Refuse("BAD_CONTENT");
      ASSIGN_OR_RETURN(const auto agency, AgencyOf(header, retired.agency()));
      // The event that retires the node's own key is the last it seals.
      keys.Retire(agency, *id, index + 1);
      return absl::OkStatus();
    }
    case v1::EVENT_KIND_KEY_REVOKED: {
      v1::KeyRevoked revoked;
      const bool parsed = revoked.ParseFromArray(part.data(), size);
      const auto id = base::Hash::From(revoked.key_id());
      if (!parsed || !id) return Refuse("BAD_CONTENT");
      ASSIGN_OR_RETURN(const auto agency, AgencyOf(header, revoked.agency()));
      // So is the one that revokes it: it takes away and gives nothing.
      keys.Revoke(agency, *id, index + 1, revoked.suspect_since());
      return absl::OkStatus();
    }
    default:
      return absl::OkStatus();
  }
}

}  // namespace sijill::casefile
