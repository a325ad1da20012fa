// SPDX-License-Identifier: Apache-2.0
#include "services/node/config/node_config.h"

#include <string>

#include "common/base/text.h"
#include "tests/fuzz/harness/require.h"
#include "tests/fuzz/harness/seeds.h"
#include "tests/fuzz/parsers/parsers.h"

namespace sijill::fuzz {
namespace {

constexpr int64_t kCentury = int64_t{100} * 366 * 86400;

}  // namespace

Inputs NodeConfigSeeds() {
  return {
      FileBytes("deploy/samples/node/node.json"),
      node::FormatNodeConfig(*base::DomainName::Parse("north.example"),
                             "training.example", "[::1]:0"),
      R"({"domain":"a.b","exchange":"training.x","clock_offset_seconds":-5,)"
      R"("directory":"/d","key":"pki/../k","rules":"/r","listen":"0.0.0.0:1"})",
  };
}

void FuzzNodeConfig(std::string_view bytes) {
  const auto config = node::ParseNodeConfig(bytes, "/var/lib/sijill");
  if (!config.ok()) {
    RequireInvalid(config.status(), "a configuration is refused");
    return Require(base::IsUtf8({config.status().message().data(),
                                 config.status().message().size()}),
                   "a refusal is text");
  }
  Require(base::IsName(config->domain.str()) && base::IsName(config->exchange),
          "its names are names");
  Require(!config->listen_address.empty(), "it listens somewhere");
  const int64_t offset = absl::ToInt64Seconds(config->clock_offset);
  Require(offset == 0 || node::IsTraining(*config),
          "only exercises move their clock");
  Require(offset >= -kCentury && offset <= kCentury, "by a bounded time");
  // A number that does not fit is not another number.
  Require(offset == 0 || bytes.find(std::to_string(offset)) != bytes.npos ||
              bytes.find_first_of("eE\\") != bytes.npos,
          "the offset is the one that is written");
  for (const std::string* path :
       {&config->certificate, &config->key, &config->root, &config->crl,
        &config->rules, &config->peers, &config->seals, &config->registry}) {
    Require(path->starts_with('/') && path->find('\0') == path->npos,
            "every path is absolute and is opened as it is written");
  }
}

}  // namespace sijill::fuzz
