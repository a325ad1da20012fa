// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/harness/seeds.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "common/base/text.h"
#include "common/config/file.h"
#include "tests/fuzz/harness/require.h"

namespace sijill::fuzz {

std::string FileBytes(const std::string& path) {
  auto bytes = config::ReadFile(path);
  Require(bytes.ok(), base::StrCat("there is a file ", path));
  return *std::move(bytes);
}

Inputs FilesIn(const std::string& directory, std::string_view extension) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& file :
       std::filesystem::directory_iterator(directory, error)) {
    if (file.path().extension() == extension) paths.push_back(file.path());
  }
  std::ranges::sort(paths);
  Require(!paths.empty(), base::StrCat("there are files in ", directory));
  Inputs inputs;
  for (const std::string& path : paths) inputs.push_back(FileBytes(path));
  return inputs;
}

Inputs VectorBytes(std::string_view what, const char* field) {
  const auto root = nlohmann::json::parse(
      FileBytes("tests/conformance/bytes.json"), nullptr, false);
  Inputs inputs;
  for (const char* kind : {"accepted", "refused"}) {
    for (const auto& vector : root.at(kind)) {
      if (vector.at("what").get_ref<const std::string&>() != what) continue;
      auto bytes = base::FromHex(
          vector.at("in").at(field).get_ref<const std::string&>());
      Require(bytes.has_value(), "a vector's field is hexadecimal");
      inputs.push_back(*std::move(bytes));
    }
  }
  Require(!inputs.empty(), base::StrCat("there are vectors of ", what));
  return inputs;
}

}  // namespace sijill::fuzz
