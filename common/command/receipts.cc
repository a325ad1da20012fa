// SPDX-License-Identifier: Apache-2.0
#include "common/command/receipts.h"

#include "common/base/text.h"
#include "common/refusal/refusal.h"
#include "google/protobuf/util/time_util.h"

namespace sijill::command {

std::string EventName(const base::StreamName& stream, const base::Hash& id) {
  return base::StrCat(stream.str(), "/events/", id.hex());
}

google::protobuf::Timestamp ToTimestamp(uint64_t micros) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      static_cast<int64_t>(micros));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
      absl::ToUnixMicros(time));
}

v1::Assurance AssuranceOf(const Office& office) {
  return office.unconfirmed && office.unconfirmed() ? v1::ASSURANCE_UNCONFIRMED
                                                    : v1::ASSURANCE_DURABLE;
}

std::vector<v1::Receipt> ToReceipts(const casefile::Receipt& receipt,
                                    v1::Assurance assurance) {
  std::vector<v1::Receipt> receipts;
  for (const casefile::EventPlace& place : receipt.events) {
    const bool shared = place.log == ledger::LogKind::kShared;
    v1::Receipt& one = receipts.emplace_back();
    one.set_event(EventName(place.stream, place.event_id));
    one.set_event_id(place.event_id.str());
    one.set_log(shared ? v1::LOG_SHARED : v1::LOG_OWN);
    one.set_index(place.index);
    *one.mutable_recorded_at() = ToTimestamp(place.recorded_at);
    one.set_checkpoint(shared ? receipt.shared_checkpoint
                              : receipt.own_checkpoint);
    one.set_assurance(assurance);
  }
  return receipts;
}

absl::Status ToRefusal(const absl::Status& status) {
  if (refusal::ReasonOf(status)) return status;  // already one
  const std::string message(status.message());
  switch (status.code()) {
    case absl::StatusCode::kAlreadyExists:
      return refusal::Refuse(status.code(), "REQUEST_ID_REUSED", message);
    case absl::StatusCode::kAborted:
      return refusal::RetryAfter(
          refusal::Refuse(status.code(), "CASE_BUSY", message),
          absl::Milliseconds(100));
    case absl::StatusCode::kResourceExhausted:
      return refusal::RetryAfter(
          message.find("disk") == std::string::npos
              ? refusal::Refuse(status.code(), "QUEUE_FULL", message)
              : refusal::Refuse(absl::StatusCode::kUnavailable, "STORAGE_LOW",
                                message),
          absl::Seconds(1));
    default:
      return status;
  }
}

}  // namespace sijill::command
