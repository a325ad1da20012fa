// SPDX-License-Identifier: Apache-2.0
// A command on its way through the sequencer.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "common/casefile/event_writer.h"
#include "common/casefile/proposal.h"
#include "common/ledger/submission.h"
#include "sijill/store/v1/records.pb.h"

namespace sijill::casefile {

// The records of a batch's requests: put when the batch's checkpoints are
// known, in the same commit. Used by the sequencer's thread.
class RequestRecords {
 public:
  void Add(std::string key, store::v1::RequestRecord record) {
    records_[std::move(key)] = std::move(record);
  }
  // Completes the records with the checkpoints of `batch` and puts them.
  void PutInto(ledger::Batch& batch);

 private:
  std::map<std::string, store::v1::RequestRecord> records_;
};

// The receipt that `record` tells of. DATA_LOSS if it is damaged.
absl::StatusOr<Receipt> ReceiptOf(const store::v1::RequestRecord& record);

class CommandSubmission : public ledger::Submission {
 public:
  using Answer = std::function<void(absl::StatusOr<Receipt>)>;

  // `node` and `records` outlive the submission; `answer` is called once, on
  // the sequencer's thread, and must not block. What it may get besides the
  // receipt: ALREADY_EXISTS for a request id used with other content, ABORTED
  // if the read set moved or time passed, what EventWriter::Prepare() refuses,
  // and what Submission::Failed() is given.
  CommandSubmission(const NodeParts& node, RequestRecords& records,
                    Command command, Answer answer);

  std::string_view account() const override { return command_.agency.str(); }
  bool OwnLogOnly() const override;
  bool MayUseReserve() const override { return command_.closes; }
  void Stage(ledger::Batch& batch) override;
  void Committed(const ledger::LogHead& shared,
                 const ledger::LogHead& own) override;
  void Failed(const absl::Status& status) override;

 private:
  absl::Status StageOrRefuse(ledger::Batch& batch);
  absl::Status CheckReads(const ledger::Batch& batch) const;

  const NodeParts& node_;
  RequestRecords& records_;
  const Command command_;
  const Answer answer_;
  absl::Status refusal_;
  Receipt receipt_;
  bool known_ = false;  // carried out before, in an earlier commit
};

}  // namespace sijill::casefile
