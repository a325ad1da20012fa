// SPDX-License-Identifier: Apache-2.0
#include "common/casefile/store_check.h"

#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"
#include "common/casefile/check/event_walk.h"
#include "common/casefile/check/log_walk.h"
#include "common/casefile/command_submission.h"
#include "common/casefile/import_submission.h"
#include "common/casefile/layout.h"

namespace sijill::casefile {
namespace {

using ledger::LogKind;

// What lies under "M": requests, peers, refused events, guards.
class BesideCheck {
 public:
  BesideCheck(const storage::Reader& store, const StoreCheckOptions& options,
              StoreReport& report)
      : store_(store), options_(options), report_(report) {}

  void Requests() {
    Scan("Mr", "requests", [&](std::string_view, std::string_view value) {
      ++report_.requests;
      store::v1::RequestRecord record;
      if (!record.ParseFromArray(value.data(),
                                 static_cast<int>(value.size())) ||
          !base::Hash::From(record.request_hmac())) {
        return Found("the record of a request cannot be read");
      }
      const auto receipt = ReceiptOf(record);
      if (!receipt.ok()) {
        return Found("the record of a request cannot be read");
      }
      for (const EventPlace& place : receipt->events) Place(place, *receipt);
    });
  }

  void Peers() {
    Scan("Mp", "peers", [&](std::string_view, std::string_view value) {
      const auto state = PeerStateOf(std::string(value));
      if (!state.ok() || state->checkpoint.empty()) {
        Found("the position of a peer cannot be read");
      }
    });
    Scan("Mx", "peers", [&](std::string_view, std::string_view value) {
      store::v1::RefusedEvent refused;
      if (!refused.ParseFromArray(value.data(),
                                  static_cast<int>(value.size())) ||
          refused.reason().empty()) {
        Found("a refused event cannot be read");
      }
    });
  }

  void Guards() {
    Scan("Mg", "guards", [&](std::string_view, std::string_view value) {
      if (value.size() != 8) Found("a guard version is damaged");
    });
  }

 private:
  void Found(std::string what, LogKind log = LogKind::kShared,
             std::optional<uint64_t> index = {},
             std::optional<base::Hash> id = {}) {
    report_.Add(
        {.log = log, .index = index, .event_id = id, .what = std::move(what)});
  }

  void Scan(std::string_view prefix, const char* place,
            absl::FunctionRef<void(std::string_view, std::string_view)> visit) {
    const absl::Status status = storage::ScanPrefix(
        store_, prefix, [&](std::string_view key, std::string_view value) {
          visit(key, value);
          return true;
        });
    if (!status.ok()) Found(base::StrCat(place, " cannot be read"));
  }

  // A receipt names an event that stands there, and a checkpoint above it.
  void Place(const EventPlace& place, const Receipt& receipt) {
    const bool shared = place.log == LogKind::kShared;
    const ledger::LogReader log(store_, place.log);
    const auto entry = log.Entry(place.index);
    if (!entry.ok() || entry->locator != Locator(place.log, place.event_id)) {
      return Found("a receipt names another event than the log has there",
                   place.log, place.index, place.event_id);
    }
    const auto bytes = store_.Get(EventKey(place.log, place.event_id));
    store::v1::StoredEvent stored;
    if (!bytes.ok() || !*bytes || !stored.ParseFromString(**bytes)) return;
    const auto event = event::ParseSignedHeader(stored.signed_header());
    if (event.ok() && (event->header.recorded_at != place.recorded_at ||
                       event->header.kind != place.kind ||
                       event->header.stream != place.stream)) {
      Found("a receipt says something else of its event than its header",
            place.log, place.index, place.event_id);
    }
    const auto checkpoint = check::ReadCheckpoint(
        shared ? receipt.shared_checkpoint : receipt.own_checkpoint,
        check::KnownLogOf(options_, place.log));
    const auto root =
        log.RootAt(checkpoint.ok() ? checkpoint->size : uint64_t{0});
    if (!checkpoint.ok() || checkpoint->size <= place.index || !root.ok() ||
        *root != checkpoint->root) {
      Found("a receipt's checkpoint is not one of its log", place.log,
            place.index, place.event_id);
    }
  }

  const storage::Reader& store_;
  const StoreCheckOptions& options_;
  StoreReport& report_;
};

}  // namespace

std::string Describe(const StoreFinding& finding) {
  std::string text = check::NameOf(finding.log);
  if (finding.index) text += base::StrCat(", index ", *finding.index);
  if (finding.event_id) {
    text += base::StrCat(", event ", finding.event_id->hex());
  }
  return base::StrCat(text, ": ", finding.what);
}

absl::StatusOr<StoreReport> CheckStore(const storage::Reader& store,
                                       const StoreCheckOptions& options) {
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    RETURN_IF_ERROR(ledger::LogReader(store, log).Size().status());
  }
  StoreReport report;
  check::EventWalk events(store, options, report);
  if (options.keys != nullptr) events.LearnKeys();
  for (const LogKind log : {LogKind::kShared, LogKind::kOwn}) {
    (log == LogKind::kShared ? report.shared_size : report.own_size) =
        check::WalkLog(
            store, log, options,
            [&](const ledger::LogEntry& entry) { events.Visit(log, entry); },
            report);
  }
  events.Finish();
  BesideCheck beside(store, options, report);
  beside.Requests();
  beside.Peers();
  beside.Guards();
  return report;
}

}  // namespace sijill::casefile
