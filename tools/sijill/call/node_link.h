// SPDX-License-Identifier: Apache-2.0
// Calls to the node of a profile, repeated while that can help.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "common/time/clock.h"
#include "google/protobuf/message.h"
#include "tools/sijill/connection_profile.h"

namespace sijill::cli {

// One try of a call with at most so much time.
using Attempt =
    std::function<absl::StatusOr<std::string>(absl::Duration timeout)>;

// The clock of Repeat(): the machine's, or a test's.
struct Waiting {
  std::function<absl::Time()> now;
  std::function<void(absl::Duration)> wait;
};

// Tries until there is an answer, or a failure other than UNAVAILABLE and
// ABORTED, or `patience` is over; the last failure then. Between tries it
// waits 0.2 s, then twice as long each time up to 5 s, or as long as the node
// asked for.
absl::StatusOr<std::string> Repeat(const Attempt& attempt,
                                   absl::Duration patience,
                                   const Waiting& waiting);

// A connection under a profile. Not thread-safe.
class NodeLink {
 public:
  // Reads the profile's files. Their errors; FAILED_PRECONDITION before
  // rpc::RequireTls13(). `clock` outlives the link.
  static absl::StatusOr<std::unique_ptr<NodeLink>> Open(
      const ConnectionProfile& profile, const time::Clock& clock,
      absl::Duration patience);

  // Every try sends the same bytes. DATA_LOSS if the answer is no message of
  // the type of `response`.
  absl::Status Call(std::string_view method,
                    const google::protobuf::Message& request,
                    google::protobuf::Message& response);

  // What grpc.health.v1 says of a service ("sijill.v1.LedgerService"; "" is
  // the whole node): "serving", "not serving", or "unknown". Tries once.
  absl::StatusOr<std::string> Health(std::string_view service);

 private:
  NodeLink(std::unique_ptr<rpc::Client> client, const time::Clock& clock,
           absl::Duration patience)
      : client_(std::move(client)), clock_(clock), patience_(patience) {}

  const std::unique_ptr<rpc::Client> client_;
  const time::Clock& clock_;
  const absl::Duration patience_;
};

}  // namespace sijill::cli
