// SPDX-License-Identifier: Apache-2.0
// Loading a case cold, kept and behind; folding alone; a read, and a command
// from the decision to the disk. Compare figures of one run of one machine
// only.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>

#include "common/base/text.h"
#include "common/command/case_access.h"
#include "common/command/testing/office_fixture.h"
#include "services/readmission/rpc/read_handlers.h"

namespace sijill::command {
namespace {

using testing::kOfficer;
using testing::OfficeFixture;

constexpr char kAddEvidence[] = "/sijill.v1.IdentityService/AddEvidence";

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << '\n';
    std::abort();
  }
  return *std::move(value);
}

// A node on the machine's disk, which is removed at the end.
class Directory {
 public:
  Directory()
      : path_((std::filesystem::temp_directory_path() /
               base::StrCat("case_bench_", getpid()))
                  .string()) {
    std::filesystem::create_directories(path_);
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

decision::Decision Evidence() {
  v1::EvidenceAdded added;
  added.mutable_evidence()->set_kind(v1::EVIDENCE_KIND_PASSPORT);
  added.mutable_evidence()->set_form(v1::EVIDENCE_FORM_COPY);
  added.mutable_evidence()->set_document_number("U0000001");
  added.mutable_evidence()->set_issued_by("Passport Office, Northport");
  return decision::OneEvent(v1::EVENT_KIND_EVIDENCE_ADDED, {&added});
}

class Bench {
 public:
  static Bench& Get() {
    static Bench bench;
    return bench;
  }
  Office office(CaseCache& cases) {
    const Office office = fixture_.office();
    return {.casefile = office.casefile,
            .clock = office.clock,
            .random = office.random,
            .directory = office.directory,
            .book = office.book,
            .cases = cases};
  }
  casefile::Casefile& casefile() { return fixture_.node().casefile(); }
  testing::NodeFixture& node() { return fixture_.node(); }

  // A new case with as many events.
  base::StreamName NewCase(int64_t events) {
    const std::string name = fixture_.OpenCase(++opened_);
    CaseCache kept;
    for (int64_t i = 1; i < events; ++i) Change(kept, name);
    return *base::StreamName::Parse(name);
  }
  // One that has as many, the same each time.
  base::StreamName CaseOf(int64_t events) {
    const auto found = cases_.find(events);
    if (found != cases_.end()) return found->second;
    return cases_.emplace(events, NewCase(events)).first->second;
  }
  // That case as it was before its last event.
  const FoldedCase& BeforeLast(int64_t events) {
    auto& folded = before_last_[events];
    if (folded == nullptr) {
      CaseCache cache;
      const base::StreamName stream = NewCase(events - 1);
      folded = OrDie(cache.Load(casefile(), stream)).folded;
      Change(cache, stream.str());
      cases_.insert_or_assign(events, stream);
    }
    return *folded;
  }
  void Change(CaseCache& cases, std::string_view name) {
    const std::string id = fixture_.NewRequestId();
    const v1::Caller caller = OfficeFixture::For(v1::PURPOSE_CASE_HANDLING);
    const rpc::Call call = OfficeFixture::CallOf(kOfficer, kAddEvidence, id);
    OrDie(ChangeCase(office(cases),
                     {.call = call, .caller = caller, .request_id = id}, name,
                     [](const casestate::CaseState&, const decision::Context&) {
                       return absl::StatusOr<decision::Decision>(Evidence());
                     }));
  }

 private:
  Directory directory_;
  OfficeFixture fixture_{directory_.path()};
  int opened_ = 0;
  std::map<int64_t, base::StreamName> cases_;
  std::map<int64_t, std::shared_ptr<const FoldedCase>> before_last_;
};

void LoadCold(benchmark::State& state) {
  Bench& bench = Bench::Get();
  const auto stream = bench.CaseOf(state.range(0));
  for (auto _ : state) {
    CaseCache none;
    benchmark::DoNotOptimize(OrDie(none.Load(bench.casefile(), stream)));
  }
}

void LoadKept(benchmark::State& state) {
  Bench& bench = Bench::Get();
  const auto stream = bench.CaseOf(state.range(0));
  CaseCache cache;
  for (auto _ : state) {
    benchmark::DoNotOptimize(OrDie(cache.Load(bench.casefile(), stream)));
  }
}

// One event came since it was folded.
void LoadBehind(benchmark::State& state) {
  Bench& bench = Bench::Get();
  const FoldedCase& before = bench.BeforeLast(state.range(0));
  const auto stream = bench.CaseOf(state.range(0));
  for (auto _ : state) {
    const auto streams = bench.casefile().Streams();
    const auto heads = OrDie(streams->Heads(stream, casefile::Scope::kAll));
    benchmark::DoNotOptimize(OrDie(FoldCase(*streams, heads, &before)));
  }
}

void FoldAlone(benchmark::State& state) {
  Bench& bench = Bench::Get();
  const auto stream = bench.CaseOf(state.range(0));
  CaseCache cache;
  const LoadedCase loaded = OrDie(cache.Load(bench.casefile(), stream));
  for (auto _ : state) {
    benchmark::DoNotOptimize(casestate::Fold(stream, loaded.events()));
  }
}

// One event, durable; nothing loaded or decided.
void Propose(benchmark::State& state) {
  Bench& bench = Bench::Get();
  const auto stream = bench.NewCase(1);
  const decision::Decision decided = Evidence();
  int count = 0;
  for (auto _ : state) {
    OrDie(bench.node().Propose(
        {{.stream = stream,
          .author = bench.node().Agency("interior"),
          .audience = {"north.example", "south.example"},
          .kind = v1::EVENT_KIND_EVIDENCE_ADDED,
          .parts = decided.events.front().parts}},
        base::StrCat("bench ", stream.str(), " ", ++count)));
  }
}

// A command end to end, on a case of 50 events that grows; with a cache of as
// many cases as the argument says.
void Command(benchmark::State& state) {
  Bench& bench = Bench::Get();
  const auto stream = bench.NewCase(50);
  CaseCache cache({.cases = static_cast<size_t>(state.range(0))});
  for (auto _ : state) bench.Change(cache, stream.str());
}

// A read end to end, with its record, of a case of 50 events.
void GetCase(benchmark::State& state) {
  Bench& bench = Bench::Get();
  v1::GetCaseRequest request;
  request.set_name(bench.CaseOf(50).str());
  *request.mutable_caller() = OfficeFixture::For(v1::PURPOSE_CASE_HANDLING);
  const std::string bytes = request.SerializeAsString();
  const rpc::Call call = OfficeFixture::CallOf(
      kOfficer, "/sijill.v1.ReadmissionService/GetCase", bytes);
  CaseCache cache({.cases = static_cast<size_t>(state.range(0))});
  const Office office = bench.office(cache);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        OrDie(readmission::HandleGetCase(office, call, request)));
  }
}

BENCHMARK(LoadCold)->Arg(10)->Arg(50)->Arg(200)->Unit(benchmark::kMicrosecond);
BENCHMARK(LoadKept)->Arg(10)->Arg(50)->Arg(200)->Unit(benchmark::kMicrosecond);
BENCHMARK(LoadBehind)
    ->Arg(10)
    ->Arg(50)
    ->Arg(200)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(FoldAlone)->Arg(10)->Arg(50)->Arg(200)->Unit(benchmark::kMicrosecond);
BENCHMARK(Propose)->UseRealTime()->Unit(benchmark::kMicrosecond);
BENCHMARK(GetCase)->Arg(0)->Arg(16)->UseRealTime()->Unit(
    benchmark::kMicrosecond);
BENCHMARK(Command)->Arg(0)->Arg(16)->Iterations(50)->UseRealTime()->Unit(
    benchmark::kMicrosecond);

}  // namespace
}  // namespace sijill::command
