// SPDX-License-Identifier: Apache-2.0
// From a gRPC call to a handler and back.
#pragma once

#include <grpcpp/generic/async_generic_service.h>

#include <cstddef>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/base/mutex.h"
#include "common/observe/metrics.h"
#include "common/rpc/method_table.h"
#include "common/rpc/peer_verifier.h"
#include "common/rpc/surroundings.h"
#include "common/rpc/transport/worker_pool.h"

namespace sijill::rpc {

// Takes every unary call that passed the gate, with its bytes as they were
// received, and runs its handler on the pool: gRPC's two threads never wait for
// a disk. A full pool answers RESOURCE_EXHAUSTED with a retry hint, reason
// SERVER_BUSY. A call whose caller is gone, or out of time, before its turn is
// not run.
class Dispatcher final : public grpc::CallbackGenericService {
 public:
  // All must outlive this; `pool` is stopped last.
  Dispatcher(const MethodTable& methods, const PeerVerifier& verifier,
             WorkerPool& pool, const Surroundings& around);

  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override;

  // Waits until no call is in flight, for at most `patience`; true if so.
  bool WaitUntilIdle(absl::Duration patience);

 private:
  class Unary;

  // The handler's answer, or why there is none.
  absl::StatusOr<std::string> Run(grpc::GenericCallbackServerContext& context,
                                  std::string_view request_bytes) const;
  // What the caller is told; counts and logs.
  grpc::Status Report(const std::string& method, const absl::Status& status,
                      absl::Duration took) const;
  void Leave();

  const MethodTable& methods_;
  const PeerVerifier& verifier_;
  WorkerPool& pool_;
  const Surroundings around_;
  observe::CounterMetric& calls_;
  observe::HistogramMetric& seconds_;
  base::Mutex mu_;
  base::CondVar idle_;
  size_t in_flight_ ABSL_GUARDED_BY(mu_) = 0;
};

}  // namespace sijill::rpc
