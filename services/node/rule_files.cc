// SPDX-License-Identifier: Apache-2.0
#include "services/node/rule_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "common/base/status_macros.h"
#include "common/config/file.h"

namespace sijill::node {
namespace {

absl::Status AddFolder(const std::string& directory, bool calendars,
                       std::vector<registry::RuleFile>& files) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& file :
       std::filesystem::directory_iterator(directory, error)) {
    if (file.path().extension() == ".json") {
      paths.push_back(file.path().string());
    }
  }
  std::ranges::sort(paths);
  for (std::string& path : paths) {
    ASSIGN_OR_RETURN(std::string bytes, config::ReadFile(path));
    files.push_back({.name = std::move(path),
                     .bytes = std::move(bytes),
                     .is_calendar = calendars});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<registry::RuleFile>> ReadRuleFiles(
    const std::string& directory) {
  std::vector<registry::RuleFile> files;
  RETURN_IF_ERROR(AddFolder(directory, false, files));
  RETURN_IF_ERROR(AddFolder(directory + "/calendars", true, files));
  return files;
}

}  // namespace sijill::node
