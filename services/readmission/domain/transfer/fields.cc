// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/transfer/fields.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/casestate/interpretation.h"
#include "services/readmission/domain/own_side.h"

namespace sijill::readmission {

void CheckKnown(const google::protobuf::Message& message,
                const std::string& path, form::Problems& problems) {
  if (casestate::HasUnknown(message)) {
    problems.Add(path, "holds a field or a value that this node does not know");
  }
}

std::optional<absl::Time> CheckInstant(
    bool present, const google::protobuf::Timestamp& instant,
    const std::string& path, form::Problems& problems) {
  constexpr int64_t kLastSecond = 253'402'300'799;  // 9999-12-31T23:59:59Z
  if (!present) {
    problems.Add(path, "required");
    return std::nullopt;
  }
  CheckKnown(instant, path, problems);
  if (instant.seconds() < 0 || instant.seconds() > kLastSecond ||
      instant.nanos() < 0 || instant.nanos() > 999'999'999) {
    problems.Add(path, "no instant from 1970 to 9999");
    return std::nullopt;
  }
  return absl::FromUnixSeconds(instant.seconds()) +
         absl::Nanoseconds(instant.nanos());
}

void CheckPast(bool present, const google::protobuf::Timestamp& instant,
               absl::Time now, const std::string& path,
               form::Problems& problems) {
  const auto time = CheckInstant(present, instant, path, problems);
  if (time && *time > now) problems.Add(path, "in the future");
}

void CheckGrounds(
    const google::protobuf::RepeatedPtrField<v1::RefusalGround>& grounds,
    form::Problems& problems) {
  constexpr int kMostGrounds = 20;
  if (grounds.size() > kMostGrounds) {
    problems.Add("grounds", base::StrCat("at most ", kMostGrounds));
  }
  for (int i = 0; i < std::min(grounds.size(), kMostGrounds); ++i) {
    const v1::RefusalGround& ground = grounds.Get(i);
    const std::string path = form::At("grounds", i);
    CheckKnown(ground, path, problems);
    if (ground.kind() == v1::REFUSAL_GROUND_KIND_UNSPECIFIED) {
      problems.Add(path + ".kind", "required");
    }
    const bool other = ground.kind() == v1::REFUSAL_GROUND_KIND_OTHER;
    form::CheckText(ground.explanation(), {.most = 2000, .required = other},
                    path + ".explanation", problems);
  }
}

absl::Status CheckNote(const std::string& note) {
  form::Problems problems;
  CheckOwnSideFile("", note, problems);
  return problems.status();
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

}  // namespace sijill::readmission
