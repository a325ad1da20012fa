// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/vectors.h"

#include "common/base/text.h"

namespace sijill::conformance {

std::string TextOf(const Json& in, const char* field) {
  return in.at(field).get<std::string>();
}

std::string BytesOf(const Json& in, const char* field) {
  return base::FromHex(TextOf(in, field)).value();
}

std::vector<base::Hash> HashesOf(const Json& in, const char* field) {
  std::vector<base::Hash> hashes;
  for (const Json& hex : in.at(field)) {
    const std::string bytes = base::FromHex(hex.get<std::string>()).value();
    hashes.push_back(base::Hash::From(bytes).value());
  }
  return hashes;
}

Json HexOf(const std::vector<base::Hash>& hashes) {
  Json out = Json::array();
  for (const base::Hash& hash : hashes) out.push_back(hash.hex());
  return out;
}

}  // namespace sijill::conformance
