// SPDX-License-Identifier: Apache-2.0
// Waits for what happens, never for time to pass.
#pragma once

#include <functional>

namespace sijill::node {

// Waits until `holds`, for at most 20 seconds.
[[nodiscard]] bool Eventually(const std::function<bool()>& holds);

}  // namespace sijill::node
