// SPDX-License-Identifier: Apache-2.0
// Time limits and the instants they end at. A due date depends on the rule,
// the start event, the time zone and the calendar, and on nothing else.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/rules/calendar.h"
#include "common/rules/origin.h"
#include "common/rules/period.h"

namespace sijill::rules {

// The limits a rule set may state. A new one is a line here and one in
// json/items.cc.
namespace limit {
inline constexpr std::string_view kReply = "reply";
inline constexpr std::string_view kApplicationThirdCountry =
    "application_third_country";
inline constexpr std::string_view kTransferWindow = "transfer_window";
inline constexpr std::string_view kTransferNotice = "transfer_notice";
inline constexpr std::string_view kTransitRequest = "transit_request";
inline constexpr std::string_view kDocumentIssue = "travel_document_issue";
inline constexpr std::string_view kDocumentReissue = "travel_document_reissue";
inline constexpr std::string_view kErrorReturn = "error_return";
inline constexpr std::string_view kInterview = "interview";
}  // namespace limit

// What a limit is counted from. The last two lie ahead: the limit is counted
// backwards, and what it asks for must have happened before it.
enum class StartEvent {
  kReceived,  // Delivered, recorded by the requested node
  kReceiptConfirmed,
  kProcedureStartAcknowledged,
  kIllegalStayAscertained,
  kApprehended,
  kInterviewHeld,
  kApproval,
  kApprovalOrLapse,  // the approval, or the lapse of the reply limit
  kDocumentRequestReceived,
  kDocumentExpired,
  kArrival,  // the readmission of the person
  kPlannedDeparture,
  kPlannedTransit,
};

bool CountsBackwards(StartEvent start);

// How a limit may be prolonged. A rule that gives no maximum has no `most`.
struct Extension {
  enum class Kind {
    kTotal,                 // "to at most 60 days" from the same start
    kAdditional,            // "by at most 4 days" after the last day
    kUntilObstacleRemoved,  // runs on until the obstacle is removed
  };
  Kind kind = Kind::kTotal;
  std::optional<Period> most;  // always there for kTotal

  friend bool operator==(const Extension&, const Extension&) = default;
};

struct TimeLimit {
  std::string id;  // of limit::
  Period period;
  StartEvent start = StartEvent::kReceived;
  // False if the text read does not say what starts the limit.
  bool start_verified = true;
  // The side whose time zone and calendar count.
  enum class Side { kRequested, kRequesting };
  Side days_of = Side::kRequested;
  std::optional<Extension> extension;
  Origin origin;

  friend bool operator==(const TimeLimit&, const TimeLimit&) = default;
};

// When a limit ends. `due` is exclusive, in whole microseconds: an act at
// `due` is late, one a microsecond earlier is in time.
struct Deadline {
  absl::Time start;
  absl::Time due;
  // The last day of the limit in `zone`; nothing for a limit in hours.
  std::optional<absl::CivilDay> last_day;
  Period period;
  absl::TimeZone zone;
  // "<id> version <n>" of the calendar, if the limit counts working days.
  std::string calendar;

  bool InTime(absl::Time act) const { return act < due; }
};

// Counts `limit` from `start` in `zone` (of the side limit.days_of; likewise
// `calendar`).
//  - Days, weeks, months, years: the day of the start event is not counted,
//    the limit ends at 24:00 of its last day, which is the first instant of
//    the next one, whatever daylight saving makes of midnight. Months and
//    years end on the same day of the month or, if there is none, on the
//    month's last. A last day without work is not moved: EU Regulation 1182/71
//    does not govern agreements.
//  - Hours: elapsed hours from the very instant, not clock readings.
//  - Backwards (before a departure): the day of the departure is not counted,
//    the limit ends at 24:00 of the day so reached; in hours, an act exactly n
//    hours before is still in time.
// INVALID_ARGUMENT if `start` is before 1970 or after 9999, or the period is
// not InBounds().
absl::StatusOr<Deadline> Due(const TimeLimit& limit, absl::Time start,
                             absl::TimeZone zone, const Calendar& calendar);

// The deadline after an extension: `granted` is counted from the start for
// kTotal and from the end of `original` for kAdditional. That it was asked for
// in time, and why, is the caller's to check.
// FAILED_PRECONDITION if the rule knows no extension by a period or counts
// backwards; INVALID_ARGUMENT if `granted` exceeds the rule's maximum, does
// not prolong, or mixes hours and days. `original` is the limit's own
// deadline, not an extended one: a maximum is a maximum for all extensions.
absl::StatusOr<Deadline> Extended(const TimeLimit& limit,
                                  const Deadline& original,
                                  const Period& granted,
                                  const Calendar& calendar);

// The deadline of a limit that runs on until an obstacle is removed: 24:00 of
// that day, if that is later. FAILED_PRECONDITION if the rule does not say so;
// INVALID_ARGUMENT for a time before 1970 or after 9999.
absl::StatusOr<Deadline> ExtendedUntil(const TimeLimit& limit,
                                       const Deadline& original,
                                       absl::Time obstacle_removed);

// The officer's sentence: "reply due 13 December 2026 24:00 (Asia/Almaty), 21
// calendar days, art. 7(3), from receipt on 22 November 2026". What is not
// verified is said.
std::string Explain(const TimeLimit& limit, const Deadline& deadline);

}  // namespace sijill::rules
