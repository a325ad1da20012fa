// SPDX-License-Identifier: Apache-2.0
// Changes one byte of one stored event, as somebody with the disk in his hands
// could: `tamper STORE_DIRECTORY EVENT_ID_HEX`. For a copy of a store, in the
// demonstration of what auditors find.
#include <iostream>
#include <optional>
#include <string>

#include "common/base/text.h"
#include "common/storage/store.h"

int main(int argc, char** argv) {
  using sijill::storage::CommitOutcome;
  using sijill::storage::Store;
  if (argc != 3) {
    std::cerr << "usage: tamper STORE_DIRECTORY EVENT_ID_HEX\n";
    return 2;
  }
  const std::optional<std::string> id = sijill::base::FromHex(argv[2]);
  const auto store = Store::Open(argv[1], {});
  if (!id || !store.ok()) {
    std::cerr << "tamper: no such store, or not an event id\n";
    return 1;
  }
  const std::string key = sijill::base::StrCat("Sv", *id);
  const auto value = (*store)->Get(key);
  if (!value.ok() || !*value) {
    std::cerr << "tamper: the store has no such event\n";
    return 1;
  }
  std::string changed = **value;
  // Somewhere in the header: behind the lengths, before the seal.
  changed[changed.size() / 3] =
      static_cast<char>(changed[changed.size() / 3] ^ 1);
  return (*store)->Commit({.puts = {{key, changed}}}) ==
                 CommitOutcome::kCommitted
             ? 0
             : 1;
}
