// SPDX-License-Identifier: Apache-2.0
#include "common/rules/time_limit.h"

#include <algorithm>
#include <cstdint>

#include "common/base/text.h"

namespace sijill::rules {
namespace {

bool InHours(const Period& period) { return period.unit == Unit::kHour; }

// 9999-12-31T23:59:59.999999Z, the last instant a header can carry.
bool CanBeRecorded(absl::Time time) {
  return time >= absl::UnixEpoch() &&
         time <= absl::FromUnixMicros(253'402'300'799'999'999);
}

absl::Time ToMicroseconds(absl::Time time) {
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

// 24:00 of `day`: FromCivil gives the transition itself where midnight is
// skipped, and the first of the two where it is repeated.
absl::Time EndOf(absl::CivilDay day, absl::TimeZone zone) {
  return absl::FromCivil(absl::CivilSecond(day + 1), zone);
}

// The day on which a period of days or longer ends that is counted from `day`;
// `sign` -1 counts backwards.
absl::CivilDay LastDay(absl::CivilDay day, const Period& period, int sign,
                       const Calendar& calendar) {
  const int amount = sign * period.amount;
  switch (period.unit) {
    case Unit::kWorkingDay:
      return calendar.AddWorkingDays(day, amount);
    case Unit::kWeek:
      return day + int64_t{7} * amount;
    case Unit::kMonth:
      return AddMonths(day, amount);
    case Unit::kYear:
      return AddMonths(day, 12 * amount);
    case Unit::kCalendarDay:
    case Unit::kHour:
      break;
  }
  return day + amount;
}

void SetCalendar(const Calendar& calendar, Deadline& deadline) {
  if (deadline.period.unit != Unit::kWorkingDay) return;
  deadline.calendar =
      base::StrCat(calendar.id(), " version ", calendar.version(),
                   calendar.verified() ? "" : " [unverified]");
}

std::string_view StartName(StartEvent start) {
  switch (start) {
    case StartEvent::kReceived:
      return "receipt";
    case StartEvent::kReceiptConfirmed:
      return "confirmed receipt";
    case StartEvent::kProcedureStartAcknowledged:
      return "the acknowledged start of the procedure";
    case StartEvent::kIllegalStayAscertained:
      return "the finding of illegal stay";
    case StartEvent::kApprehended:
      return "apprehension";
    case StartEvent::kInterviewHeld:
      return "the interview";
    case StartEvent::kApproval:
      return "approval";
    case StartEvent::kApprovalOrLapse:
      return "approval or the lapse of the reply limit";
    case StartEvent::kDocumentRequestReceived:
      return "receipt of the request for the document";
    case StartEvent::kDocumentExpired:
      return "the expiry of the document";
    case StartEvent::kArrival:
      return "arrival";
    case StartEvent::kPlannedDeparture:
      return "departure";
    case StartEvent::kPlannedTransit:
      return "transit";
  }
  return "start";
}

// To the second, with the fraction only if there is one.
std::string Moment(absl::Time time, absl::TimeZone zone) {
  return base::StrCat(ToText(absl::ToCivilDay(time, zone)), " ",
                      absl::FormatTime("%H:%M:%E*S", time, zone));
}

}  // namespace

bool CountsBackwards(StartEvent start) {
  return start == StartEvent::kPlannedDeparture ||
         start == StartEvent::kPlannedTransit;
}

absl::StatusOr<Deadline> Due(const TimeLimit& limit, absl::Time start,
                             absl::TimeZone zone, const Calendar& calendar) {
  if (!CanBeRecorded(start)) {
    return absl::InvalidArgumentError("the start is not in 1970 to 9999");
  }
  if (!limit.period.InBounds()) {
    return absl::InvalidArgumentError("the period of the limit is too long");
  }
  const bool backwards = CountsBackwards(limit.start);
  Deadline deadline = {
      .start = ToMicroseconds(start), .period = limit.period, .zone = zone};
  if (InHours(limit.period)) {
    const absl::Duration hours = absl::Hours(limit.period.amount);
    deadline.due = backwards ? deadline.start - hours + absl::Microseconds(1)
                             : deadline.start + hours;
    return deadline;
  }
  deadline.last_day = LastDay(absl::ToCivilDay(start, zone), limit.period,
                              backwards ? -1 : 1, calendar);
  deadline.due = EndOf(*deadline.last_day, zone);
  SetCalendar(calendar, deadline);
  return deadline;
}

absl::StatusOr<Deadline> Extended(const TimeLimit& limit,
                                  const Deadline& original,
                                  const Period& granted,
                                  const Calendar& calendar) {
  if (!limit.extension || CountsBackwards(limit.start) ||
      limit.extension->kind == Extension::Kind::kUntilObstacleRemoved) {
    return absl::FailedPreconditionError(
        "the rule knows no extension by a period");
  }
  if (!granted.InBounds() || InHours(granted) != InHours(limit.period)) {
    return absl::InvalidArgumentError(
        "the period granted does not fit the limit");
  }
  const bool total = limit.extension->kind == Extension::Kind::kTotal;
  const auto counted = [&](const Period& period) {
    Deadline deadline = original;
    deadline.period = period;
    if (InHours(period)) {
      deadline.due =
          (total ? original.start : original.due) + absl::Hours(period.amount);
    } else {
      const absl::CivilDay from =
          total ? absl::ToCivilDay(original.start, original.zone)
                : *original.last_day;
      deadline.last_day = LastDay(from, period, 1, calendar);
      deadline.due = EndOf(*deadline.last_day, original.zone);
    }
    SetCalendar(calendar, deadline);
    return deadline;
  };
  Deadline deadline = counted(granted);
  if (deadline.due <= original.due) {
    return absl::InvalidArgumentError("the extension does not prolong");
  }
  if (limit.extension->most &&
      deadline.due > counted(*limit.extension->most).due) {
    return absl::InvalidArgumentError(
        "the extension exceeds the maximum of the rule");
  }
  return deadline;
}

absl::StatusOr<Deadline> ExtendedUntil(const TimeLimit& limit,
                                       const Deadline& original,
                                       absl::Time obstacle_removed) {
  if (!limit.extension ||
      limit.extension->kind != Extension::Kind::kUntilObstacleRemoved) {
    return absl::FailedPreconditionError(
        "the rule does not run on until an obstacle is removed");
  }
  if (!CanBeRecorded(obstacle_removed)) {
    return absl::InvalidArgumentError(
        "the removal of the obstacle is not in 1970 to 9999");
  }
  const absl::CivilDay day = absl::ToCivilDay(obstacle_removed, original.zone);
  Deadline deadline = original;
  if (const absl::Time end = EndOf(day, original.zone); end > deadline.due) {
    deadline.due = end;
    deadline.last_day = day;
  }
  return deadline;
}

std::string Explain(const TimeLimit& limit, const Deadline& deadline) {
  std::string name = limit.id;
  std::ranges::replace(name, '_', ' ');
  const bool backwards = CountsBackwards(limit.start);
  const absl::TimeZone zone = deadline.zone;
  // A limit in days speaks of days; only one in hours, of the clock.
  const std::string due = deadline.last_day
                              ? ToText(*deadline.last_day) + " 24:00"
                              : Moment(deadline.due, zone);
  const std::string start = deadline.last_day
                                ? ToText(absl::ToCivilDay(deadline.start, zone))
                                : Moment(deadline.start, zone);
  std::string text = base::StrCat(
      name, " due ", due, " (", zone.name(), "), ", ToText(deadline.period),
      deadline.calendar.empty() ? "" : ", calendar ", deadline.calendar, ", ",
      limit.origin.Place(), limit.origin.verified ? "" : " [unverified]", ", ",
      backwards ? "before " : "from ", StartName(limit.start), " on ", start);
  if (!limit.start_verified) text += " [start unverified]";
  return text;
}

}  // namespace sijill::rules
