// SPDX-License-Identifier: Apache-2.0
// A TLS client of our own making, which can misbehave. To 127.0.0.1 only.
#pragma once

#include <cstdint>
#include <string>

namespace sijill::testing {

// What it saw.
struct RawTls {
  bool spoke_http2 = false;   // the server let it in and sent its settings
  std::string server_serial;  // of the certificate it showed
};

// Connects with versions up to `version` (TLS1_2_VERSION ...) and, unless they
// are empty, a certificate and its key, both PEM.
RawTls ConnectRaw(uint16_t port, int version,
                  const std::string& certificate_pem,
                  const std::string& key_pem);

// A connected TCP socket; the caller closes it. Ends the test program if there
// is no connection.
int ConnectTcp(uint16_t port);

// Whether a server answers the preface of HTTP/2 in plain text with anything
// but the end or a TLS alert.
bool AnswersPlaintext(uint16_t port);

}  // namespace sijill::testing
