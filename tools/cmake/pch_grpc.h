// SPDX-License-Identifier: Apache-2.0
// What a file that speaks gRPC includes on top of pch_base.h.
#pragma once

#include <grpcpp/grpcpp.h>
