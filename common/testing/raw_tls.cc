// SPDX-License-Identifier: Apache-2.0
#include "common/testing/raw_tls.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "common/crypto/openssl.h"
#include "common/crypto/p256.h"
#include "common/pki/openssl_x509.h"

namespace sijill::testing {
namespace {

using SslContext = std::unique_ptr<SSL_CTX, crypto::Freed<SSL_CTX_free>>;
using SslHandle = std::unique_ptr<SSL, crypto::Freed<SSL_free>>;

constexpr char kAlertRecord = 21;  // RFC 8446 section 5.1

void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

void UseIdentity(SSL_CTX* context, const std::string& certificate_pem,
                 const std::string& key_pem) {
  const auto bio = crypto::ReadingBio(certificate_pem);
  const pki::X509Handle certificate(
      PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  const auto key = crypto::PrivateKey::FromPem(key_pem);
  Require(SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
              SSL_CTX_use_PrivateKey(context, key->get()) == 1,
          "no pair of certificate and key");
}

}  // namespace

int ConnectTcp(uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  Require(
      ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0,
      "nobody listens");
  return fd;
}

RawTls ConnectRaw(uint16_t port, int version,
                  const std::string& certificate_pem,
                  const std::string& key_pem) {
  const SslContext context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_max_proto_version(context.get(), version);
  if (!certificate_pem.empty()) {
    UseIdentity(context.get(), certificate_pem, key_pem);
  }
  const SslHandle ssl(SSL_new(context.get()));
  const unsigned char alpn[] = {2, 'h', '2'};
  SSL_set_alpn_protos(ssl.get(), alpn, sizeof alpn);
  const int fd = ConnectTcp(port);
  SSL_set_fd(ssl.get(), fd);
  RawTls seen;
  if (SSL_connect(ssl.get()) == 1) {
    const pki::X509Handle shown(SSL_get1_peer_certificate(ssl.get()));
    seen.server_serial = pki::SerialHexOf(X509_get0_serialNumber(shown.get()));
    // Under TLS 1.3 the client is done before it is judged: what counts is
    // whether the server's first frame comes.
    char byte;
    seen.spoke_http2 = SSL_read(ssl.get(), &byte, 1) == 1;
  }
  ::close(fd);
  return seen;
}

bool AnswersPlaintext(uint16_t port) {
  const int fd = ConnectTcp(port);
  const std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  Require(::send(fd, preface.data(), preface.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(preface.size()),
          "cannot send");
  char byte = kAlertRecord;
  char first = kAlertRecord;
  for (int n = 0; ::recv(fd, &byte, 1, 0) == 1; ++n) {
    if (n == 0) first = byte;
  }
  ::close(fd);
  return first != kAlertRecord;
}

}  // namespace sijill::testing
