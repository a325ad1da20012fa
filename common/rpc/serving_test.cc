// SPDX-License-Identifier: Apache-2.0
// What happens to a call once its caller is believed.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "common/refusal/refusal.h"
#include "common/rpc/test_network.h"
#include "common/rpc/transport/status.h"
#include "google/rpc/error_details.pb.h"

namespace sijill::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

// grpc.health.v1.HealthCheckResponse, field 1: SERVING is 1, NOT_SERVING 2.
constexpr std::string_view kServing = "\x08\x01";
constexpr std::string_view kNotServing = "\x08\x02";

class ServingTest : public NetworkTest {
 protected:
  std::unique_ptr<Client> Caller() {
    return ClientAs(aa_.System("ministry", "s1"));
  }
  static absl::StatusOr<std::string> CallMethod(Client& client,
                                                std::string_view method,
                                                std::string_view bytes = "") {
    return client.CallRaw(method, bytes, {}, kPatience);
  }
  // Calls Block in a thread of its own and waits until it is in the handler.
  std::future<absl::StatusOr<std::string>> StartBlocking(Client& client) {
    const int before = blocked_;
    auto answer = std::async(std::launch::async, [&client] {
      return CallMethod(client, "/test.v1.Echo/Block");
    });
    blocked_.wait(before);
    return answer;
  }
};

TEST_F(ServingTest, AHandlerGetsTheBytesAsTheyWereSent) {
  StartServer();
  const auto client = Caller();
  // Not canonical protobuf, and not UTF-8.
  const std::string bytes("\x08\x80\x00\xff\x00", 5);
  EXPECT_EQ(*Say(*client, bytes), bytes);
  EXPECT_EQ(*Say(*client, ""), "");
}

TEST_F(ServingTest, ATypedHandlerGetsItsMessageTheCallerAndTheMetadata) {
  StartServer();
  const auto client = Caller();
  google::rpc::ErrorInfo request;
  (*request.mutable_metadata())["key"] = "value";
  const auto response = client->Call<google::rpc::ErrorInfo>(
      "/test.v1.Echo/Typed", request, {{"x-note", "noted"}}, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->domain(),
            "spiffe://aa.example/agency/ministry/system/s1");
  EXPECT_EQ(response->reason(), "noted");
  EXPECT_EQ(response->metadata().at("key"), "value");
}

TEST_F(ServingTest, MetadataThatCameTwiceIsNotTakenForOne) {
  StartServer();
  const auto client = Caller();
  const auto response = client->Call<google::rpc::ErrorInfo>(
      "/test.v1.Echo/Typed", google::rpc::ErrorInfo(),
      {{"x-note", "one"}, {"x-note", "two"}}, kPatience);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->reason(), "none");
}

TEST_F(ServingTest, BytesThatAreNoMessageNeverReachTheHandler) {
  StartServer();
  const auto client = Caller();
  const absl::Status status =
      CallMethod(*client, "/test.v1.Echo/Typed", "\xff\xff").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(refusal::ReasonOf(status), "UNPARSABLE_REQUEST");
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServingTest, TheAuthoriserRefusesBeforeTheHandler) {
  StartServer();
  const auto client = Caller();
  const absl::Status status =
      CallMethod(*client, "/test.v1.Secret/Read").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(status.message()), HasSubstr("auditor"));
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServingTest, AMethodWithoutAHandlerIsUnimplementedForEverybody) {
  StartServer();
  const auto client = Caller();
  for (const char* method :
       {"/test.v1.Echo/Nothing", "/test.v1.Nothing/Say", "/test.v1.Echo/",
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        "/grpc.channelz.v1.Channelz/GetServers"}) {
    EXPECT_EQ(CallMethod(*client, method).status().code(),
              absl::StatusCode::kUnimplemented)
        << method;
  }
}

TEST_F(ServingTest, ARefusalArrivesWithItsDetails) {
  StartServer();
  const auto client = Caller();
  const absl::Status status =
      CallMethod(*client, "/test.v1.Echo/Refuse").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(std::string(status.message()), "A hold stands.");
  EXPECT_EQ(refusal::ReasonOf(status), "ON_HOLD");
  EXPECT_THAT(refusal::MetadataOf(status), ElementsAre(Pair("role", "border")));
}

TEST_F(ServingTest, AFaultTellsTheCallerOnlyItsIncidentWhichTheLogHas) {
  StartServer();
  const auto client = Caller();
  const absl::Status status =
      CallMethod(*client, "/test.v1.Echo/Fail").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(status.ToString(), Not(HasSubstr("key.pem")));
  const auto incident = IncidentOf(status);
  ASSERT_TRUE(incident.has_value());
  EXPECT_EQ(incident->size(), 16u);
  EXPECT_THAT(Logged(), HasSubstr(*incident));
  EXPECT_THAT(Logged(), HasSubstr("key.pem"));
}

TEST_F(ServingTest, TooLargeAMessageIsRefused) {
  StartServer();
  const auto client = Caller();
  // Room for the frame; the limit is on the message.
  EXPECT_TRUE(Say(*client, std::string(kMaxMessageBytes, 'x')).ok());
  EXPECT_EQ(
      Say(*client, std::string(kMaxMessageBytes + 1, 'x')).status().code(),
      absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(handled_, 1);
}

TEST_F(ServingTest, ACompressedMessageIsRefused) {
  StartServer();
  const auto credentials =
      MakeChannelCredentials(IdentityOf(aa_.System("ministry", "s1")),
                             [](std::string_view) { return absl::OkStatus(); });
  ASSERT_TRUE(credentials.ok());
  grpc::GenericStub stub(grpc::CreateChannel(
      "127.0.0.1:" + std::to_string(server_->port()), *credentials));
  grpc::ClientContext context;
  context.set_compression_algorithm(GRPC_COMPRESS_GZIP);
  const grpc::Slice zeros(std::string(1 << 20, '\0'));
  const grpc::ByteBuffer request(&zeros, 1);
  grpc::ByteBuffer response;
  std::promise<grpc::Status> done;
  stub.UnaryCall(&context, "/test.v1.Echo/Say", {}, &request, &response,
                 [&done](grpc::Status status) { done.set_value(status); });
  EXPECT_EQ(done.get_future().get().error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(handled_, 0);
}

TEST_F(ServingTest, TooMuchMetadataIsRefused) {
  StartServer();
  const auto client = Caller();
  const auto call = [&client](size_t size) {
    return client->CallRaw("/test.v1.Echo/Say", "",
                           {{"x-note", std::string(size, 'x')}}, kPatience);
  };
  EXPECT_TRUE(call(kMaxMetadataBytes / 2).ok());
  EXPECT_EQ(call(kMaxMetadataBytes + 1).status().code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(ServingTest, AFullPoolAnswersAtOnceWithARetryHint) {
  StartServer({.workers = {.threads = 1, .max_jobs = 1}});
  const auto client = Caller();
  auto running = StartBlocking(*client);
  // One waits, one is refused; which of the two is not known.
  auto first = std::async(std::launch::async, [&] { return Say(*client); });
  auto second = std::async(std::launch::async, [&] { return Say(*client); });
  while (metrics_.Exposition().find("code=\"RESOURCE_EXHAUSTED\"") ==
         std::string::npos) {
  }
  release_.set_value();
  EXPECT_TRUE(running.get().ok());
  std::vector<absl::Status> answers = {first.get().status(),
                                       second.get().status()};
  if (answers[0].ok()) std::swap(answers[0], answers[1]);
  EXPECT_TRUE(answers[1].ok()) << answers[1];
  EXPECT_EQ(answers[0].code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(refusal::ReasonOf(answers[0]), "SERVER_BUSY");
  EXPECT_GT(refusal::RetryDelayOf(answers[0]).value_or(absl::ZeroDuration()),
            absl::ZeroDuration());
}

TEST_F(ServingTest, ACallWhoseTimeIsUpBeforeItsTurnIsNotRun) {
  StartServer({.workers = {.threads = 1, .max_jobs = 4}});
  const auto client = Caller();
  auto running = StartBlocking(*client);
  EXPECT_EQ(
      client->CallRaw("/test.v1.Echo/Say", "", {}, absl::Milliseconds(100))
          .status()
          .code(),
      absl::StatusCode::kDeadlineExceeded);
  release_.set_value();
  EXPECT_TRUE(running.get().ok());
  EXPECT_TRUE(Say(*client, "after").ok());
  EXPECT_EQ(handled_, 2) << "Block and the last one";
}

TEST_F(ServingTest, DrainingFinishesWhatRunsAndTakesNothingNew) {
  StartServer();
  const auto client = Caller();
  const auto late = ClientAs(aa_.System("ministry", "s2"));
  ASSERT_TRUE(Say(*late).ok());
  auto running = StartBlocking(*client);
  auto drained =
      std::async(std::launch::async, [this] { server_->Drain(kPatience); });
  // Refused at the latest when the port is closed; until then calls succeed.
  while (Say(*late).ok()) {
  }
  EXPECT_EQ(Say(*late).status().code(), absl::StatusCode::kUnavailable);
  const int handled = handled_;
  EXPECT_EQ(running.wait_for(std::chrono::seconds(0)),
            std::future_status::timeout);
  release_.set_value();
  drained.get();
  EXPECT_TRUE(running.get().ok());
  EXPECT_EQ(handled_, handled);
  ExpectUnreachable(*Caller());
}

TEST_F(ServingTest, DrainingWithoutPatienceCancelsWhatRuns) {
  StartServer();
  const auto client = Caller();
  auto running = StartBlocking(*client);
  auto drained = std::async(std::launch::async,
                            [this] { server_->Drain(absl::ZeroDuration()); });
  EXPECT_FALSE(running.get().ok());
  release_.set_value();
  drained.get();
}

TEST_F(ServingTest, HealthIsToldPerService) {
  StartServer();
  const auto client = Caller();
  const auto check = [&client](std::string_view service) {
    std::string request;
    if (!service.empty()) {
      request = "\x0a";
      request += static_cast<char>(service.size());
      request += service;
    }
    return CallMethod(*client, "/grpc.health.v1.Health/Check", request);
  };
  EXPECT_EQ(*check(""), kServing);
  EXPECT_EQ(*check("test.v1.Echo"), kServing);
  EXPECT_EQ(check("test.v1.Nothing").status().code(),
            absl::StatusCode::kNotFound);
  server_->SetServing("test.v1.Echo", false);
  EXPECT_EQ(*check("test.v1.Echo"), kNotServing);
  EXPECT_EQ(*check("test.v1.Secret"), kServing);
}

TEST_F(ServingTest, NobodyKeepsAStreamOpenByWatchingHealth) {
  StartServer();
  EXPECT_EQ(
      CallMethod(*Caller(), "/grpc.health.v1.Health/Watch").status().code(),
      absl::StatusCode::kUnimplemented);
}

TEST_F(ServingTest, HealthSaysNotServingWhileDraining) {
  StartServer();
  const auto client = Caller();
  auto running = StartBlocking(*client);
  auto drained =
      std::async(std::launch::async, [this] { server_->Drain(kPatience); });
  std::string health;
  while (health != kNotServing) {
    const auto answer = CallMethod(*client, "/grpc.health.v1.Health/Check");
    ASSERT_TRUE(answer.ok()) << answer.status();
    health = *answer;
  }
  release_.set_value();
  EXPECT_TRUE(running.get().ok());
  drained.get();
}

TEST_F(ServingTest, CallsAreCountedByMethodAndCode) {
  StartServer();
  const auto client = Caller();
  ASSERT_TRUE(Say(*client).ok());
  ASSERT_FALSE(CallMethod(*client, "/test.v1.Echo/Refuse").ok());
  EXPECT_THAT(
      metrics_.Exposition(),
      HasSubstr(
          "sijill_calls_total{code=\"OK\",method=\"/test.v1.Echo/Say\"} 1"));
  EXPECT_THAT(metrics_.Exposition(), HasSubstr("code=\"FAILED_PRECONDITION\""));
}

TEST_F(ServingTest, AMethodTableThatIsWrongStartsNoServer) {
  for (const char* name : {"test.v1.Echo/Say", "/Say", "/test.v1.Echo/Say"}) {
    MethodTable methods = Methods();
    methods.AddRaw(name, [](const Call&) { return std::string(); });
    const auto started = Server::Start(
        {.identity = IdentityOf(aa_.Node("n1"))}, std::move(methods), trust_,
        authorizer_,
        {.clock = clock_, .random = random_, .log = log_, .metrics = metrics_});
    EXPECT_EQ(started.status().code(), absl::StatusCode::kInvalidArgument)
        << name;
  }
}

}  // namespace
}  // namespace sijill::rpc
