#include <utility>

#include "server/net/codec/decode.h"

namespace goldenfour::net::codec {
namespace {

constexpr double kMaxAccuracy = 100'000;
constexpr std::size_t kMaxTicketBytes = 128;
constexpr int kHazards = 5;

/// Names of fields inside a frame begin with the frame's own: "answer.offer".
class FrameReader {
 public:
  using Body = decltype(ClientFrame::body);

  explicit FrameReader(dispatch::WallTime received) : received_(received) {}

  Decoded<Body> read(const v1::ClientFrame& frame) {
    switch (frame.body_case()) {
      case v1::ClientFrame::kHello:
        return hello(frame.hello());
      case v1::ClientFrame::kAck:
        return done(AckFrame{position_of(frame.ack().position())});
      case v1::ClientFrame::kPresence:
        return done(presence(frame.presence(), "presence"));
      case v1::ClientFrame::kDuty:
        return done(DutyFrame{frame.duty().on_duty()});
      case v1::ClientFrame::kAnswer:
        return done(
            AnswerFrame{offer(frame.answer().offer(), "answer.offer"), frame.answer().accept()});
      case v1::ClientFrame::kProgress:
        return progress(frame.progress());
      case v1::ClientFrame::kSeen:
        return done(SeenFrame{offer(frame.seen().offer(), "seen.offer")});
      case v1::ClientFrame::kPing:
        return done(PingFrame{frame.ping().nonce()});
      case v1::ClientFrame::BODY_NOT_SET:
        break;
    }
    return tl::make_unexpected(Problem{ErrorCode::kMissingField, "a frame has one body", "body"});
  }

  registry::Presence presence(const v1::PresenceReport& report, const std::string& field) {
    registry::Presence result;
    result.position =
        check_.position(report.has_position(), report.position(), field + ".position");
    result.accuracy = geo::Meters{
        check_.number(report.accuracy_meters(), 0, kMaxAccuracy, field + ".accuracyMeters")};
    result.mode = check_.choice<registry::TravelMode>(report.mode(), 3, registry::TravelMode::kFoot,
                                                      field + ".mode");
    result.device_ready = !report.has_device_ready() || report.device_ready();
    result.at = received_;
    return result;
  }

  template <class T>
  Decoded<T> result(T value) {
    return check_.result(std::move(value));
  }

 private:
  template <class Frame>
  Decoded<Body> done(Frame frame) {
    return check_.result(Body(std::move(frame)));
  }

  static dispatch::StreamPosition position_of(const v1::StreamPosition& position) {
    return {position.epoch(), position.sequence()};
  }

  dispatch::OfferId offer(const std::string& text, std::string_view field) {
    dispatch::OfferId id;
    if (text.empty()) {
      check_.fail(ErrorCode::kMissingField, field);
    } else if (!dispatch::parse(text, id)) {
      check_.fail(ErrorCode::kInvalidField, field, "written as jurisdiction-epoch-number-offer");
    }
    return id;
  }

  Decoded<Body> hello(const v1::Hello& hello) {
    HelloFrame frame;
    frame.ticket = check_.text(hello.ticket(), kMaxTicketBytes, "hello.ticket");
    if (hello.has_resume()) frame.resume = position_of(hello.resume());
    if (hello.has_presence()) frame.presence = presence(hello.presence(), "hello.presence");
    return done(std::move(frame));
  }

  Decoded<Body> progress(const v1::Progress& progress) {
    ProgressFrame frame;
    frame.task = offer(progress.task(), "progress.task");
    frame.step = step(progress.step());
    if (!progress.aed().empty())
      frame.aed = registry::AedId(check_.id(progress.aed(), false, "progress.aed"));
    const bool names = progress.hazard() != v1::HAZARD_UNSPECIFIED;
    if (names || frame.step == dispatch::TaskStep::kHazardSeen)
      frame.hazard = check_.choice<dispatch::Hazard>(progress.hazard(), kHazards, std::nullopt,
                                                     "progress.hazard");
    return done(std::move(frame));
  }

  dispatch::TaskStep step(v1::TaskStep step) {
    using dispatch::TaskStep;
    switch (step) {
      case v1::LEFT:
        return TaskStep::kLeft;
      case v1::AED_COLLECTED:
        return TaskStep::kAedCollected;
      case v1::ON_SCENE:
        return TaskStep::kOnScene;
      case v1::CPR_STARTED:
        return TaskStep::kCprStarted;
      case v1::SHOCK_DELIVERED:
        return TaskStep::kShockDelivered;
      case v1::STEP_HANDED_OVER:
        return TaskStep::kHandedOver;
      case v1::AED_UNAVAILABLE:
        return TaskStep::kAedUnavailable;
      case v1::WRONG_PLACE:
        return TaskStep::kWrongPlace;
      case v1::NEED_HELP:
        return TaskStep::kNeedHelp;
      case v1::HAZARD_SEEN:
        return TaskStep::kHazardSeen;
      case v1::TASK_STEP_UNSPECIFIED:
        check_.fail(ErrorCode::kMissingField, "progress.step");
        return TaskStep::kLeft;
      default:
        check_.fail(ErrorCode::kUnknownEnumValue, "progress.step");
        return TaskStep::kLeft;
    }
  }

  Checker check_;
  const dispatch::WallTime received_;
};

}  // namespace

Decoded<registry::Presence> decode(const v1::PresenceReport& report, dispatch::WallTime received) {
  FrameReader reader(received);
  auto presence = reader.presence(report, "presence");
  return reader.result(presence);
}

Decoded<ClientFrame> decode(const v1::ClientFrame& frame, dispatch::WallTime received) {
  auto body = FrameReader(received).read(frame);
  if (!body) return tl::make_unexpected(std::move(body.error()));
  return ClientFrame{frame.request(), std::move(*body)};
}

}  // namespace goldenfour::net::codec
