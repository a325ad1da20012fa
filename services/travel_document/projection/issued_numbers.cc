// SPDX-License-Identifier: Apache-2.0
#include "services/travel_document/projection/issued_numbers.h"

#include <algorithm>
#include <optional>

#include "common/base/status_macros.h"
#include "common/casefile/layout.h"
#include "sijill/v1/events.pb.h"
#include "sijill/v1/kinds.pb.h"

namespace sijill::travel_document {
namespace {

constexpr uint64_t kPage = 256;
constexpr uint32_t kIssued = v1::EVENT_KIND_TRAVEL_DOCUMENT_ISSUED;

bool DocumentPart(uint32_t kind, size_t part) {
  return kind == kIssued && part == 0;
}

}  // namespace

absl::Status IssuedNumbers::WithNumbersOf(
    const base::AgencyName& agency,
    absl::FunctionRef<absl::Status(const DocumentNumbers&)> issue) {
  const base::MutexLock lock(mu_);
  RETURN_IF_ERROR(CatchUp(ledger::LogKind::kShared));
  RETURN_IF_ERROR(CatchUp(ledger::LogKind::kOwn));
  return issue(numbers_[agency.str()]);
}

absl::Status IssuedNumbers::CatchUp(ledger::LogKind log) {
  const casefile::Casefile::LogView view = casefile_.Log(log);
  ASSIGN_OR_RETURN(const uint64_t size, view->Size());
  uint64_t& next = next_[log];
  while (next < size) {
    ASSIGN_OR_RETURN(const auto entries,
                     view->Entries(next, std::min(kPage, size - next)));
    for (const ledger::LogEntry& entry : entries) {
      const auto located = casefile::ParseLocator(entry.locator);
      // The own log has twins of what the shared one holds.
      if (located && located->log == log) {
        RETURN_IF_ERROR(Note(log, located->id));
      }
      next = entry.index + 1;
    }
    if (entries.empty()) return absl::DataLossError("a log ends too early");
  }
  return absl::OkStatus();
}

absl::Status IssuedNumbers::Note(ledger::LogKind log, const base::Hash& id) {
  ASSIGN_OR_RETURN(const casefile::HeldEvent held,
                   casefile_.Event(log, id, DocumentPart));
  const event::Header& header = held.event.header;
  if (header.kind != kIssued ||
      header.author.domain() != casefile_.domain().str() ||
      held.parts.empty() || !held.parts.front()) {
    return absl::OkStatus();
  }
  v1::TravelDocumentIssued issued;
  if (issued.ParseFromString(held.parts.front()->bytes)) {
    numbers_[header.author.str()].insert(issued.document_number());
  }
  return absl::OkStatus();
}

}  // namespace sijill::travel_document
