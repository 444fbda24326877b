// SPDX-License-Identifier: Apache-2.0
#include "app/service/media/answer.h"
#include "tests/fuzz/fuzz.h"

using namespace knock;
using namespace knock::media;

namespace {

/// Each attribute is one line to whoever reads it, and none tells the media library where to send anything.
void requireHarmless(const GstSDPMedia &camera)
{
    for (guint i = 0; i < gst_sdp_media_attributes_len(&camera); ++i) {
        const GstSDPAttribute &attribute = *gst_sdp_media_get_attribute(&camera, i);
        const QByteArrayView key(attribute.key);
        const QByteArrayView value(attribute.value);
        fuzz::require(!key.contains("candidate") && !key.contains('\n') && !value.contains('\n'));
    }
}

} // namespace

// What is taken is one camera, and its answer has a line for each of the offer's, all but one refused.
void knock::fuzz::read(QByteArrayView input)
{
    const auto offer = readOffer(QString::fromUtf8(input));
    if (!offer)
        return require(!offer.error().detail.isEmpty());
    require(gst_sdp_message_medias_len(offer->camera.get()) == 1);
    requireHarmless(*gst_sdp_message_get_media(offer->camera.get(), 0));

    GstSDPMessage *copy = nullptr;
    gst_sdp_message_copy(offer->camera.get(), &copy);
    const SdpPointer answer(copy);
    grantExtensions(*answer, *offer);
    const QString text = answerText(*answer, *offer);
    GstSDPMessage *message = nullptr;
    require(gst_sdp_message_new_from_text(text.toUtf8().constData(), &message) == GST_SDP_OK);
    const SdpPointer read(message);
    require(gst_sdp_message_medias_len(read.get()) == gst_sdp_message_medias_len(offer->whole.get()));
    for (guint line = 0; line < gst_sdp_message_medias_len(read.get()); ++line) {
        const bool isRefused = gst_sdp_media_get_port(gst_sdp_message_get_media(read.get(), line)) == 0;
        require(isRefused == (line != offer->cameraLine));
    }
}
