// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/notice/journey.h"

#include <algorithm>
#include <optional>
#include <string>

#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "services/readmission/domain/form/request_form.h"
#include "services/readmission/domain/own_side.h"
#include "services/readmission/domain/transfer/fields.h"

namespace sijill::readmission {
namespace {

struct MaybeTimes {
  std::optional<absl::Time> departs;
  std::optional<absl::Time> arrives;
};

MaybeTimes CheckJourney(const v1::Journey& journey, absl::Time now,
                        form::Problems& problems) {
  CheckKnown(journey, "journey", problems);
  if (journey.mode() == v1::TRANSPORT_MODE_UNSPECIFIED) {
    problems.Add("journey.mode", "required: by air, by land or by sea");
  }
  form::CheckText(journey.carrier_reference(), {}, "journey.carrier_reference",
                  problems);
  form::CheckText(journey.departure_point(), {.required = true},
                  "journey.departure_point", problems);
  const auto departs =
      CheckInstant(journey.has_departs_at(), journey.departs_at(),
                   "journey.departs_at", problems);
  if (departs && *departs <= now) {
    problems.Add("journey.departs_at", "must lie ahead");
  }
  form::CheckText(journey.arrival_point(), {.required = true},
                  "journey.arrival_point", problems);
  const auto arrives =
      CheckInstant(journey.has_arrives_at(), journey.arrives_at(),
                   "journey.arrives_at", problems);
  if (departs && arrives && *arrives <= *departs) {
    problems.Add("journey.arrives_at", "must be after the departure");
  }
  return {departs, arrives};
}

void CheckPassport(const v1::NotifyTransferRequest& request,
                   form::Problems& problems) {
  const bool number = !request.passport_number().empty();
  const bool dated = request.passport_expires_on().ByteSizeLong() > 0;
  if (number && !request.travel_document().empty()) {
    problems.Add("passport_number",
                 "the person travels on the travel document or on a passport");
  }
  form::CheckText(request.passport_number(), {.most = 20}, "passport_number",
                  problems);
  form::CheckDate(request.passport_expires_on(), form::DateShape::kWhole,
                  "passport_expires_on", problems);
  if (number != dated) {
    problems.Add(number ? "passport_expires_on" : "passport_number",
                 "a passport's number and last day of validity go together");
  }
}

void CheckEscorts(const v1::NotifyTransferRequest& request,
                  form::Problems& problems) {
  constexpr int kMostEscorts = 50;
  const int count = request.escorts_size();
  if (count > kMostEscorts) {
    problems.Add("escorts", base::StrCat("at most ", kMostEscorts));
  }
  for (int i = 0; i < std::min(count, kMostEscorts); ++i) {
    const v1::Escort& escort = request.escorts(i);
    const std::string path = form::At("escorts", i);
    CheckKnown(escort, path, problems);
    form::CheckName(escort.escort_name(), path + ".escort_name", problems);
    form::CheckText(escort.function(), {.required = true}, path + ".function",
                    problems);
  }
}

}  // namespace

absl::StatusOr<JourneyTimes> CheckTransferFields(
    const v1::NotifyTransferRequest& request, absl::Time now) {
  form::Problems problems;
  const MaybeTimes times = CheckJourney(request.journey(), now, problems);
  CheckPassport(request, problems);
  CheckEscorts(request, problems);
  form::CheckText(request.reason_not_by_air(), {.most = 2000},
                  "reason_not_by_air", problems);
  form::CheckText(request.protective_measures(), {.most = 2000},
                  "protective_measures", problems);
  form::CheckMedicalNeeds(request.medical_needs(), problems);
  CheckOwnSideFile("", request.note(), problems);
  RETURN_IF_ERROR(problems.status());
  return JourneyTimes{*times.departs, *times.arrives};
}

}  // namespace sijill::readmission
