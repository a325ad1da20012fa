// SPDX-License-Identifier: Apache-2.0
// Two States for tests of decisions: the north (NLD) asks, the south (KAZ, or
// EGY) replies; the agencies are those of casestate::testing.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "common/casestate/testing/history_builder.h"
#include "common/decision/decision.h"

namespace sijill::readmission::testing {

inline constexpr char kEmbassy[] = "posts/south.example/embassy";
inline constexpr char kExchange[] = "training.example";

// Not for several threads. What Context() gives refers to this.
class Setting {
 public:
  explicit Setting(std::string_view replying_state = "KAZ");

  decision::Directory directory;
  decision::RuleBook book;
  // The first second of a HistoryBuilder's history.
  absl::Time now = absl::FromUnixSeconds(1'700'000'000);

  // As an officer of `agency`; as a system of it if `officer` is empty.
  decision::Context As(std::string_view agency,
                       std::string_view officer = "o-17");

  // What rules and calendar an opening in this corridor names.
  v1::OpeningTerms Terms() const;
  // A history opened with them and received by the south.
  casestate::testing::HistoryBuilder Opened() const;

 private:
  decision::Actor actor_;
};

// A form that both shipped rule sets are content with; of a national of
// `state`.
v1::RequestForm CompleteForm(std::string_view state = "KAZ");

// The part of this type of an event decided.
template <typename Part>
Part PartOf(const decision::Decision& decided, size_t event = 0,
            size_t part = 0) {
  Part read;
  read.ParseFromString(decided.events.at(event).parts.at(part));
  return read;
}

}  // namespace sijill::readmission::testing
