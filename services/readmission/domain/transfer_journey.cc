// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer_journey.h"

#include <optional>
#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/readmission/domain/transfer_fields.h"

namespace sijill::readmission {
namespace {

constexpr size_t kMaxPassportNumber = 20;
constexpr int kMaxNameParts = 12;
constexpr size_t kScriptCode = 4;  // ISO 15924

struct MaybeTimes {
  std::optional<absl::Time> departs;
  std::optional<absl::Time> arrives;
};

MaybeTimes CheckJourney(const v1::Journey& journey, absl::Time now,
                        refusal::FieldProblems& problems) {
  if (journey.mode() == v1::TRANSPORT_MODE_UNSPECIFIED ||
      !v1::TransportMode_IsValid(journey.mode())) {
    problems.Add("journey.mode", "required: by air, by land or by sea");
  }
  CheckText("journey.carrier_reference", journey.carrier_reference(), kMaxPlace,
            Presence::kOptional, problems);
  CheckText("journey.departure_point", journey.departure_point(), kMaxPlace,
            Presence::kRequired, problems);
  const auto departs =
      CheckInstant("journey.departs_at", journey.has_departs_at(),
                   journey.departs_at(), problems);
  if (departs && *departs <= now) {
    problems.Add("journey.departs_at", "must lie ahead");
  }
  CheckText("journey.arrival_point", journey.arrival_point(), kMaxPlace,
            Presence::kRequired, problems);
  const auto arrives =
      CheckInstant("journey.arrives_at", journey.has_arrives_at(),
                   journey.arrives_at(), problems);
  if (departs && arrives && *arrives <= *departs) {
    problems.Add("journey.arrives_at", "must be after the departure");
  }
  return {departs, arrives};
}

void CheckPassport(const v1::NotifyTransferRequest& request,
                   refusal::FieldProblems& problems) {
  const bool number = !request.passport_number().empty();
  if (number && !request.travel_document().empty()) {
    problems.Add("passport_number",
                 "the person travels on the travel document or on a passport");
  }
  CheckText("passport_number", request.passport_number(), kMaxPassportNumber,
            Presence::kOptional, problems);
  if (request.has_passport_expires_on()) {
    CheckDay("passport_expires_on", request.passport_expires_on(), problems);
  }
  if (number != request.has_passport_expires_on()) {
    problems.Add(number ? "passport_expires_on" : "passport_number",
                 "a passport's number and last day of validity go together");
  }
}

void CheckName(const std::string& path, const v1::PersonName& name,
               refusal::FieldProblems& problems) {
  if (name.use() == v1::NAME_USE_UNSPECIFIED) {
    problems.Add(path + ".use", "required");
  }
  const auto& parts = name.name_parts();
  if (parts.empty() || parts.size() > kMaxNameParts) {
    problems.Add(path + ".name_parts", base::StrCat("1 to ", kMaxNameParts));
  }
  for (int i = 0; i < parts.size(); ++i) {
    const std::string part = base::StrCat(path, ".name_parts[", i, "]");
    if (parts.Get(i).kind() == v1::NAME_PART_KIND_UNSPECIFIED) {
      problems.Add(part + ".kind", "required");
    }
    CheckText(part + ".latin", parts.Get(i).latin(), kMaxName,
              Presence::kRequired, problems);
    CheckText(part + ".original", parts.Get(i).original(), kMaxName,
              Presence::kOptional, problems);
    CheckText(part + ".script", parts.Get(i).script(), kScriptCode,
              Presence::kOptional, problems);
  }
}

void CheckEscorts(const v1::NotifyTransferRequest& request,
                  refusal::FieldProblems& problems) {
  if (request.escorts_size() > kMaxEscorts) {
    problems.Add("escorts", base::StrCat("at most ", kMaxEscorts));
  }
  for (int i = 0; i < request.escorts_size(); ++i) {
    const v1::Escort& escort = request.escorts(i);
    const std::string path = base::StrCat("escorts[", i, "]");
    CheckName(path + ".escort_name", escort.escort_name(), problems);
    CheckText(path + ".function", escort.function(), kMaxPlace,
              Presence::kRequired, problems);
  }
}

}  // namespace

absl::StatusOr<JourneyTimes> CheckTransferFields(
    const v1::NotifyTransferRequest& request, absl::Time now) {
  refusal::FieldProblems problems;
  CheckKnown(request, problems);
  const MaybeTimes times = CheckJourney(request.journey(), now, problems);
  CheckPassport(request, problems);
  CheckEscorts(request, problems);
  CheckText("reason_not_by_air", request.reason_not_by_air(), kMaxText,
            Presence::kOptional, problems);
  CheckText("medical_needs.medical_needs",
            request.medical_needs().medical_needs(), kMaxText,
            Presence::kOptional, problems);
  CheckText("note", request.note(), kMaxText, Presence::kOptional, problems);
  RETURN_IF_ERROR(problems.status());
  return JourneyTimes{*times.departs, *times.arrives};
}

}  // namespace sijill::readmission
