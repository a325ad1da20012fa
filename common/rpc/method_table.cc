// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/method_table.h"

#include <vector>

#include "common/base/text.h"

namespace sijill::rpc {
namespace {

// "/package.Service/Method" and nothing else.
bool IsFullMethod(std::string_view text) {
  const std::vector<std::string_view> pieces = base::Split(text, '/');
  return pieces.size() == 3 && pieces[0].empty() && !pieces[1].empty() &&
         !pieces[2].empty();
}

}  // namespace

std::optional<std::string_view> Call::Find(std::string_view key) const {
  const auto [first, last] = metadata.equal_range(key);
  if (first == last || std::next(first) != last) return std::nullopt;
  return first->second;
}

void MethodTable::AddRaw(const std::string& full_method, RawHandler handler) {
  const bool fits = IsFullMethod(full_method) && handler;
  if (!fits || !handlers_.emplace(full_method, std::move(handler)).second) {
    status_.Update(absl::InvalidArgumentError(
        base::StrCat("no method, or one with two handlers: ", full_method)));
  }
}

const MethodTable::RawHandler* MethodTable::Find(
    std::string_view full_method) const {
  const auto at = handlers_.find(full_method);
  return at == handlers_.end() ? nullptr : &at->second;
}

std::set<std::string, std::less<>> MethodTable::methods() const {
  std::set<std::string, std::less<>> names;
  for (const auto& [name, handler] : handlers_) names.insert(name);
  return names;
}

std::set<std::string, std::less<>> MethodTable::services() const {
  std::set<std::string, std::less<>> names;
  for (const auto& [name, handler] : handlers_) {
    names.emplace(base::Split(name, '/')[1]);
  }
  return names;
}

}  // namespace sijill::rpc
