// SPDX-License-Identifier: Apache-2.0
// Programs read the reasons of refusals: what leaves the node is published.
#include <gtest/gtest.h>

#include <filesystem>
#include <regex>

#include "common/base/text.h"
#include "common/config/file.h"
#include "sijill/v1/reasons.pb.h"

namespace sijill::node {
namespace {

bool IsProduct(const std::string& path) {
  // The command line's own, and those that services/exchange translates.
  if (path == "common/rpc/client.cc" || path.starts_with("common/casefile/")) {
    return false;
  }
  return path.ends_with(".cc") && path.find("test") == std::string::npos;
}

TEST(PublishedReasonsTest, EveryReasonThatLeavesTheNodeIsInTheContract) {
  const std::regex refuse(R"re(Refuse\([^"]{0,120}"([A-Z][A-Z0-9_]+)")re");
  int seen = 0;
  for (const char* top : {"common", "services"}) {
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(top)) {
      const std::string path = file.path().string();
      if (!file.is_regular_file() || !IsProduct(path)) continue;
      const std::string text = config::ReadFile(path).value();
      for (std::sregex_iterator at(text.begin(), text.end(), refuse), end;
           at != end; ++at) {
        ++seen;
        v1::Reason reason = v1::REASON_UNSPECIFIED;
        EXPECT_TRUE(
            v1::Reason_Parse(base::StrCat("REASON_", (*at)[1].str()), &reason))
            << path << ": " << (*at)[1].str();
      }
    }
  }
  EXPECT_GT(seen, 50);
}

}  // namespace
}  // namespace sijill::node
