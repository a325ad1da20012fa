// SPDX-License-Identifier: Apache-2.0
#include "services/exchange/testing/desk_fixture.h"

#include <string_view>

namespace sijill::exchange {

DeskFixture::DeskFixture(const command::Office& office,
                         const time::Clock& clock)
    : office_(office),
      memory_(rocksdb::NewMemEnv(rocksdb::Env::Default())),
      store_(storage::Store::Open("/evidence", {.env = memory_.get()}).value()),
      evidence_(std::make_unique<Evidence>(*store_)),
      log_(clock, [](std::string_view) {}) {}

Desk DeskFixture::desk() {
  return {.office = office_,
          .peers = peers_,
          .quota = quota_,
          .evidence = *evidence_,
          .log = log_,
          .facts = [] { return NodeFacts(); }};
}

}  // namespace sijill::exchange
