// SPDX-License-Identifier: Apache-2.0
// sijill pki init | issue | renew | revoke | crl | status
#pragma once

#include <CLI/App.hpp>

#include "tools/sijill/session.h"

namespace sijill::cli {

void AddPkiCommands(CLI::App& app, Session& session);

// Those that hand certificates out: pki_issue.cc.
void AddPkiIssue(CLI::App& group, Session& session);
void AddPkiRenew(CLI::App& group, Session& session);

}  // namespace sijill::cli
