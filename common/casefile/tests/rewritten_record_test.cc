// SPDX-License-Identifier: Apache-2.0
// The oracle against one who also writes digests anew: what the events
// contradict is found, and here stands all that they do not.
#include <gtest/gtest.h>

#include <functional>

#include "common/casefile/record.h"
#include "common/casefile/tests/stored_bytes.h"
#include "common/testing/busy_node.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {
namespace {

void Flip(std::string* bytes) {
  if (!bytes->empty()) bytes->front() = static_cast<char>(bytes->front() ^ 1);
}

class RewrittenRecordTest : public ::testing::Test {
 protected:
  RewrittenRecordTest() { EXPECT_TRUE(busy_.status().ok()) << busy_.status(); }

  // Changes each record of `kind` and its digest; how many changes there were,
  // and how many were found.
  template <typename Record>
  std::pair<int, int> Rewrite(std::string_view kind,
                              const std::function<void(Record&)>& change) {
    int made = 0;
    int found = 0;
    for (auto& [key, value] : store_.records) {
      if (KindOfRecord(key) != kind) continue;
      const std::string before = value;
      Record record = *DecodeRecord<Record>(key, before);
      change(record);
      value = EncodeRecord(key, record);
      if (value != before) {
        ++made;
        if (!busy_.Check(store_).empty()) ++found;
      }
      value = before;
    }
    EXPECT_GT(made, 0);
    return {made, found};
  }
  template <typename Record>
  void ExpectFound(std::string_view kind,
                   const std::function<void(Record&)>& change) {
    const auto [made, found] = Rewrite<Record>(kind, change);
    EXPECT_EQ(found, made) << kind;
  }
  template <typename Record>
  void ExpectUnseen(std::string_view kind,
                    const std::function<void(Record&)>& change) {
    EXPECT_EQ(Rewrite<Record>(kind, change).second, 0) << kind;
  }

  testing::BusyNode busy_;
  StoredBytes store_{busy_.node().store()};
};

TEST_F(RewrittenRecordTest, AnEventIsWhatItsLogSays) {
  using Event = store::v1::StoredEvent;
  for (const std::string_view kind : {"Sv", "Ov"}) {
    ExpectFound<Event>(kind, [](Event& e) { e.set_index(e.index() + 1); });
    ExpectFound<Event>(kind, [](Event& e) { Flip(e.mutable_signed_header()); });
    ExpectFound<Event>(kind, [](Event& e) { Flip(e.mutable_data_key_id()); });
    ExpectFound<Event>(kind,
                       [](Event& e) { e.set_raised_guard(!e.raised_guard()); });
    ExpectFound<Event>(
        kind, [](Event& e) { e.set_raised_registry(!e.raised_registry()); });
    ExpectFound<Event>(
        kind, [](Event& e) { Flip(e.mutable_parts(0)->mutable_commitment()); });
    ExpectFound<Event>(kind, [](Event& e) {
      e.mutable_parts(0)->set_withheld(!e.parts(0).withheld());
    });
    ExpectFound<Event>(kind, [](Event& e) { e.add_parts(); });
  }
  // Beyond the peer's position, or before its key was endorsed.
  for (const uint64_t index : {uint64_t{0}, uint64_t{1} << 40}) {
    const auto [made, found] = Rewrite<Event>("Sv", [&](Event& e) {
      if (e.has_author_index()) e.set_author_index(index);
    });
    // The node's own key is endorsed at index 0.
    EXPECT_GE(found, made - 1);
  }
}

TEST_F(RewrittenRecordTest, AReceiptIsWhatItsEventsSay) {
  using Request = store::v1::RequestRecord;
  const auto first =
      [](const std::function<void(store::v1::EventPlace&)>& change) {
        return [change](Request& r) {
          if (r.events_size() > 0) change(*r.mutable_events(0));
        };
      };
  using Place = store::v1::EventPlace;
  ExpectFound<Request>("Mr", first([](Place& p) { p.set_kind(p.kind() + 1); }));
  ExpectFound<Request>("Mr",
                       first([](Place& p) { p.set_index(p.index() + 1); }));
  ExpectFound<Request>("Mr",
                       first([](Place& p) { Flip(p.mutable_event_id()); }));
  ExpectFound<Request>("Mr",
                       first([](Place& p) { p.set_shared(!p.shared()); }));
  ExpectFound<Request>(
      "Mr", first([](Place& p) { p.set_recorded_at(p.recorded_at() + 1); }));
  ExpectFound<Request>(
      "Mr", first([](Place& p) { p.set_stream("registry/south.example2"); }));
  ExpectFound<Request>("Mr", [](Request& r) { r.clear_events(); });
  ExpectFound<Request>("Mr", [](Request& r) {
    if (!r.shared_checkpoint().empty()) Flip(r.mutable_shared_checkpoint());
  });
  ExpectFound<Request>("Mr", [](Request& r) {
    if (!r.own_checkpoint().empty()) Flip(r.mutable_own_checkpoint());
  });
  // Which request it was only its caller knows.
  ExpectUnseen<Request>("Mr",
                        [](Request& r) { Flip(r.mutable_request_hmac()); });
}

TEST_F(RewrittenRecordTest, OfAPeerOnlyNumbersAreCompared) {
  using Position = store::v1::PeerPosition;
  ExpectFound<Position>(
      "Mp", [](Position& p) { p.set_next_index(p.next_index() + 1); });
  ExpectFound<Position>(
      "Mp", [](Position& p) { p.set_next_index(p.next_index() - 1); });
  ExpectFound<Position>("Mp",
                        [](Position& p) { p.set_refused(p.refused() - 1); });
  ExpectFound<Position>("Mp",
                        [](Position& p) { Flip(p.mutable_checkpoint()); });
  using Refused = store::v1::RefusedEvent;
  ExpectFound<Refused>(
      "Mx", [](Refused& r) { r.set_author_index(r.author_index() + 1); });
  ExpectFound<Refused>("Mx", [](Refused& r) { r.clear_reason(); });
  ExpectUnseen<Refused>("Mx",
                        [](Refused& r) { Flip(r.mutable_signed_header()); });
  ExpectUnseen<Refused>("Mx", [](Refused& r) { Flip(r.mutable_reason()); });
  ExpectUnseen<Refused>(
      "Mx", [](Refused& r) { r.set_refused_at(r.refused_at() + 1); });
}

}  // namespace
}  // namespace sijill::casefile
