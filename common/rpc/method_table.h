// SPDX-License-Identifier: Apache-2.0
// The methods a server offers, by their HTTP/2 path. Handlers know no
// transport: they take a Call and a message and return a message or a refusal.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/principal.h"
#include "common/rpc/request_text.h"

namespace sijill::rpc {

// What came with a call besides its message. Keys are lower case; those that
// end in "-bin" hold octets, the others ASCII.
using Metadata = std::multimap<std::string, std::string, std::less<>>;

// One call. Refers to memory that lives as long as the handler runs.
struct Call {
  Principal principal;
  std::string method;  // "/package.Service/Method"
  // The message as it was received: what a mandate signs and what request ids
  // are bound to. FORMAT.md, "Mandate signature".
  std::string_view request_bytes;
  Metadata metadata;
  absl::Time deadline;  // in the server's clock; InfiniteFuture() if none
  // UNAUTHENTICATED once the caller's certificate is no longer believed. For
  // what is done much later than the call was let in. Safe from every thread;
  // empty where there is no connection.
  std::function<absl::Status()> still_believed;

  // The value of `key` if it came exactly once.
  std::optional<std::string_view> Find(std::string_view key) const;
};

class MethodTable {
 public:
  using RawHandler = std::function<absl::StatusOr<std::string>(const Call&)>;
  template <typename Request, typename Response>
  using Handler =
      std::function<absl::StatusOr<Response>(const Call&, const Request&)>;

  // Offers `full_method`. The handler runs on worker threads, several at once,
  // and must not throw. A name of another shape or a second handler for one
  // name is told by status().
  void AddRaw(const std::string& full_method, RawHandler handler);

  // As AddRaw(), for protobuf messages. Bytes that are no Request never reach
  // the handler: see UnparsableRequest().
  template <typename Request, typename Response>
  void Add(const std::string& full_method, Handler<Request, Response> handler) {
    AddRaw(full_method,
           [handler = std::move(handler)](
               const Call& call) -> absl::StatusOr<std::string> {
             Request request;
             const auto size = static_cast<int>(call.request_bytes.size());
             if (!request.ParseFromArray(call.request_bytes.data(), size)) {
               return UnparsableRequest(*Request::descriptor(),
                                        call.request_bytes);
             }
             absl::StatusOr<Response> response = handler(call, request);
             if (!response.ok()) return std::move(response).status();
             return response->SerializeAsString();
           });
  }

  // The handler of `full_method`, or null. Valid as long as the table lives
  // and nothing is added.
  const RawHandler* Find(std::string_view full_method) const;
  // INVALID_ARGUMENT if anything was added wrongly.
  const absl::Status& status() const { return status_; }
  std::set<std::string, std::less<>> methods() const;
  // "package.Service", as grpc.health.v1 names them.
  std::set<std::string, std::less<>> services() const;

 private:
  std::map<std::string, RawHandler, std::less<>> handlers_;
  absl::Status status_;
};

}  // namespace sijill::rpc
