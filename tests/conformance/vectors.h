// SPDX-License-Identifier: Apache-2.0
// Vectors as JSON, and each `what` as a function over it.
#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/base/fixed_bytes.h"

namespace sijill::conformance {

using Json = nlohmann::ordered_json;

// What `in` gives, in the form of the vector's `out`, or why it is refused.
using Operation = std::function<absl::StatusOr<Json>(const Json& in)>;
using Operations = std::map<std::string, Operation, std::less<>>;

// header_vectors.cc: key_id, stream, encode_header, parse_header, link, opening
void AddHeaderOperations(Operations& operations);
// seal_vectors.cc: seal, verify, parse_signed_header, tree, inclusion
void AddSealOperations(Operations& operations);
// content_vectors.cc: content, check_content, store_part, read_part
void AddContentOperations(Operations& operations);
// derived_vectors.cc: case, mandate, check_mandate, idempotency, timer, origin
void AddDerivedOperations(Operations& operations);

// The bytes of a field in lower-case hexadecimal digits. A vector without the
// field, or with other text, is no vector: the test program ends.
std::string BytesOf(const Json& in, const char* field);
std::string TextOf(const Json& in, const char* field);

template <size_t N>
base::FixedBytes<N> FixedOf(const Json& in, const char* field) {
  return base::FixedBytes<N>::From(BytesOf(in, field)).value();
}
inline base::Hash HashOf(const Json& in, const char* field) {
  return FixedOf<32>(in, field);
}
std::vector<base::Hash> HashesOf(const Json& in, const char* field);
Json HexOf(const std::vector<base::Hash>& hashes);

}  // namespace sijill::conformance
