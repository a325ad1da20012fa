// SPDX-License-Identifier: Apache-2.0
// Values that every implementation derives alike. FORMAT.md, "Derived values".
// Pure, safe from every thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/base/fixed_bytes.h"
#include "common/base/names.h"
#include "common/event/header.h"

namespace sijill::event {

// The id of the case that an opening event with this author and this random
// (field 9) opens. It tells nothing of when, and nobody can take another's.
base::CaseId CaseIdOf(std::string_view exchange, const base::AgencyName& author,
                      const base::Hash& random);

// INVALID_ARGUMENT unless the stream of an opening event is the case that its
// own exchange, author and random give. Whoever reads an event of an opening
// kind asks.
absl::Status CheckOpening(const Header& header);

// A UUID in the order of its text.
using Uuid = base::FixedBytes<16>;
// 8-4-4-4-12 lower-case hexadecimal digits (RFC 9562 section 4).
std::string UuidText(const Uuid& uuid);

// What a caller's own key signs to show that he asked. `method` is the HTTP/2
// path with its leading slash, `request` the bytes as received, without gRPC's
// five-byte prefix, decompressed.
std::string MandateMessage(std::string_view exchange,
                           const base::AgencyName& agency,
                           std::string_view method, const Uuid& request_id,
                           std::string_view request);

// What a node remembers of a request, so that a retry is known and nothing of
// its content is. `node_key` is the node's own 32 random bytes.
base::Hash IdempotencyValue(std::string_view node_key, std::string_view method,
                            std::string_view request);

// The request id of what a time limit raises: any number of keepers of one
// limit make one request. `rule` is the rule's identifier in the rule set,
// `due` in microseconds since 1970-01-01T00:00:00Z. A UUIDv8.
Uuid TimerRequestId(const base::StreamName& stream, std::string_view rule,
                    const base::Hash& start_event_id, uint64_t due);

enum class NodeLog { kShared, kOwn };

// The origin of a log's checkpoints. `epoch` counts from 1.
std::string LogOrigin(const base::DomainName& domain, std::string_view exchange,
                      NodeLog log, uint64_t epoch);

}  // namespace sijill::event
