// SPDX-License-Identifier: Apache-2.0
// A peer's answer was kept as it came, its checkpoint once for each event: four
// megabytes of it became a gigabyte on the disk.
#include <gtest/gtest.h>

#include <string>

#include "services/exchange/timer/delivery_batch.h"

namespace sijill::exchange {
namespace {

DeliveryBatch BatchOfTwo() {
  DeliveryBatch batch;
  batch.request.add_events();
  batch.request.add_events();
  return batch;
}

v1::DeliverEventsResponse Answer() {
  v1::DeliverEventsResponse response;
  response.set_checkpoint("checkpoint");
  v1::EventLogged& logged = *response.add_answers()->mutable_logged();
  logged.set_entry(std::string(32, 'e'));
  logged.add_inclusion_proof(std::string(32, 'n'));
  response.add_answers()->mutable_refused()->set_detail("BAD_SEAL");
  return response;
}

TEST(AnswerThatFillsTheDiskTest, OnlyValuesOfTheirFormAreKept) {
  EXPECT_TRUE(CheckAnswers(BatchOfTwo(), Answer()).ok());
  const auto refused = [](auto change) {
    v1::DeliverEventsResponse response = Answer();
    change(response);
    EXPECT_TRUE(absl::IsDataLoss(CheckAnswers(BatchOfTwo(), response)));
  };
  refused([](auto& r) { r.set_checkpoint(std::string(1 << 20, 'c')); });
  refused([](auto& r) { r.add_answers(); });
  refused([](auto& r) {
    r.mutable_answers(0)->mutable_logged()->set_entry("entry");
  });
  refused([](auto& r) {
    r.mutable_answers(0)->mutable_logged()->add_inclusion_proof("node");
  });
  refused([](auto& r) {
    v1::EventLogged& logged = *r.mutable_answers(0)->mutable_logged();
    while (logged.inclusion_proof_size() < 65) {
      logged.add_inclusion_proof(std::string(32, 'n'));
    }
  });
}

}  // namespace
}  // namespace sijill::exchange
