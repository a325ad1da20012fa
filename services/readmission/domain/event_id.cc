// SPDX-License-Identifier: Apache-2.0
#include "services/readmission/domain/event_id.h"

#include "common/base/text.h"
#include "google/protobuf/util/time_util.h"

namespace sijill::readmission {

std::string EventIdOf(const v1::Fact& fact) {
  const std::string& name = fact.event();
  return base::FromHex(std::string_view(name).substr(name.rfind('/') + 1))
      .value_or("");
}

absl::Time RecordedAt(const v1::Fact& fact) {
  return absl::FromUnixMicros(
      google::protobuf::util::TimeUtil::TimestampToMicroseconds(
          fact.recorded_at()));
}

}  // namespace sijill::readmission
