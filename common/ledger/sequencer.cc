// SPDX-License-Identifier: Apache-2.0
#include "common/ledger/sequencer.h"

#include <iterator>
#include <utility>

#include "common/base/big_endian.h"
#include "common/base/status_macros.h"
#include "common/base/text.h"

namespace sijill::ledger {
namespace {

uint64_t Micros(absl::Time time) {
  return static_cast<uint64_t>(absl::ToUnixMicros(time));
}

// A log that is empty has no size key yet.
std::optional<std::string> StoredSize(const LogHead& head) {
  if (head.frontier.size() == 0) return std::nullopt;
  return base::U64(head.frontier.size());
}

}  // namespace

Sequencer::Sequencer(Parts parts, Limits limits, uint64_t term, LogHead shared,
                     LogHead own)
    : parts_(std::move(parts)),
      limits_(limits),
      term_(term),
      shared_(std::move(shared)),
      own_(std::move(own)),
      shared_queue_(limits.queue, limits.per_account),
      own_queue_(limits.queue, limits.per_account),
      thread_([this] { Run(); }) {}

Sequencer::~Sequencer() {
  {
    base::MutexLock lock(mu_);
    stopping_ = true;
  }
  arrived_.NotifyAll();
  thread_.join();
}

void Sequencer::Submit(std::unique_ptr<Submission> submission) {
  absl::Status refusal;
  {
    base::MutexLock lock(mu_);
    FairQueue& queue = submission->OwnLogOnly() ? own_queue_ : shared_queue_;
    if (stopping_ || halted_) {
      refusal = absl::UnavailableError("the node is stopping");
    } else if (!queue.Push(submission)) {
      refusal = absl::ResourceExhaustedError("the queue is full; try again");
    }
  }
  if (!refusal.ok()) {
    submission->Failed(refusal);
    return;
  }
  arrived_.NotifyOne();
}

size_t Sequencer::waiting() const {
  base::MutexLock lock(mu_);
  return shared_queue_.size() + own_queue_.size();
}

void Sequencer::Run() {
  while (true) {
    Submissions submissions = Wait();
    if (submissions.empty()) return;
    while (!submissions.empty()) Sequence(submissions);
  }
}

Sequencer::Submissions Sequencer::Wait() {
  base::MutexLock lock(mu_);
  while (shared_queue_.empty() && own_queue_.empty() && !stopping_) {
    arrived_.Wait(mu_);
  }
  return Take(limits_.batch);
}

// Up to `limit` of each queue. What is for the own log alone goes first: a hold
// is in force for what waits beside it.
Sequencer::Submissions Sequencer::Take(size_t limit) {
  Submissions taken = own_queue_.Take(limit);
  Submissions shared = shared_queue_.Take(limit);
  std::move(shared.begin(), shared.end(), std::back_inserter(taken));
  return taken;
}

bool Sequencer::IsDiskNearlyFull() const {
  // A file system that does not say how full it is is not guessed at.
  const auto free = parts_.store.FreeBytes();
  return free.ok() && *free < limits_.free_floor_bytes;
}

// One batch: removes from the front of `submissions` what it answered.
void Sequencer::Sequence(Submissions& submissions) {
  Batch batch(parts_.store, shared_, own_, Micros(parts_.clock.Now()));
  const bool nearly_full = IsDiskNearlyFull();
  Submissions staged;
  size_t taken = 0;
  for (; taken < submissions.size(); ++taken) {
    if (batch.bytes() > limits_.batch_bytes) break;
    std::unique_ptr<Submission>& submission = submissions[taken];
    if (nearly_full && !submission->MayUseReserve()) {
      submission->Failed(absl::ResourceExhaustedError(
          "the node's disk is nearly full: only holds, revocations and "
          "erasures are written"));
      continue;
    }
    submission->Stage(batch);
    staged.push_back(std::move(submission));
  }
  submissions.erase(submissions.begin(),
                    submissions.begin() + static_cast<ptrdiff_t>(taken));
  if (!batch.empty()) {
    SealLogs(batch);
    absl::Status status = Commit(batch);
    if (status.ok()) status = Release();
    if (!status.ok()) {
      std::move(submissions.begin(), submissions.end(),
                std::back_inserter(staged));
      submissions.clear();
      return Halt(staged, status);
    }
  }
  for (const auto& submission : staged) submission->Committed(shared_, own_);
}

void Sequencer::SealLogs(Batch& batch) {
  for (const LogKind kind : {LogKind::kShared, LogKind::kOwn}) {
    if (!batch.grew(kind)) continue;
    const merkle::Frontier& frontier = batch.head(kind).frontier;
    const LogSigner& signer =
        kind == LogKind::kShared ? parts_.shared_signer : parts_.own_signer;
    batch.Seal(kind, signer.Sign(frontier.size(), frontier.Root()));
  }
}

// The commit point: what this writes has happened.
absl::Status Sequencer::Commit(Batch& batch) {
  RETURN_IF_ERROR(parts_.hook.BeforeCommit(batch));
  storage::WriteSet writes;
  writes.preconditions = {{TermKey(), base::U64(term_)},
                          {SizeKey(LogKind::kShared), StoredSize(shared_)},
                          {SizeKey(LogKind::kOwn), StoredSize(own_)}};
  for (auto& [key, value] : batch.TakePuts()) {
    writes.puts.emplace_back(key, std::move(value));
  }
  std::string why;
  switch (parts_.store.Commit(writes, &why)) {
    case storage::CommitOutcome::kCommitted:
      break;
    case storage::CommitOutcome::kConflict:
      return absl::AbortedError("another process writes to this store");
    case storage::CommitOutcome::kUnknown:
      return absl::UnknownError(
          base::StrCat("the outcome of a commit is unknown: ", why));
  }
  if (batch.grew(LogKind::kShared)) shared_ = batch.head(LogKind::kShared);
  if (batch.grew(LogKind::kOwn)) own_ = batch.head(LogKind::kOwn);
  return absl::OkStatus();
}

absl::Status Sequencer::Release() {
  return parts_.released.Write({.term = term_,
                                .shared = ReleasedLogOf(shared_),
                                .own = ReleasedLogOf(own_),
                                .key_store_position = parts_.hook.position()},
                               parts_.clock.Now());
}

void Sequencer::Halt(const Submissions& staged, const absl::Status& why) {
  Submissions waiting;
  {
    base::MutexLock lock(mu_);
    halted_ = true;
    waiting = Take(limits_.queue);
  }
  parts_.on_fatal(std::string(why.message()));
  const absl::Status answer = absl::UnavailableError(
      "the outcome is not known: repeat the request with its request id");
  for (const auto& submission : staged) submission->Failed(answer);
  for (const auto& submission : waiting) submission->Failed(answer);
}

}  // namespace sijill::ledger
