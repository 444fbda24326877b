// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gst/gst.h>
#include <gst/sdp/sdp.h>
#include <memory>

namespace knock::media {

/// Frees with the C function that goes with the type.
template <auto free>
struct FreedBy {
    void operator()(auto *pointer) const { free(pointer); }
};

using ElementPointer = std::unique_ptr<GstElement, FreedBy<gst_object_unref>>;
using PadPointer = std::unique_ptr<GstPad, FreedBy<gst_object_unref>>;
using BusPointer = std::unique_ptr<GstBus, FreedBy<gst_object_unref>>;
using ObjectPointer = std::unique_ptr<GObject, FreedBy<g_object_unref>>;
using CapsPointer = std::unique_ptr<GstCaps, FreedBy<gst_caps_unref>>;
using SamplePointer = std::unique_ptr<GstSample, FreedBy<gst_sample_unref>>;
using StructurePointer = std::unique_ptr<GstStructure, FreedBy<gst_structure_free>>;
using SdpPointer = std::unique_ptr<GstSDPMessage, FreedBy<gst_sdp_message_free>>;
using TextPointer = std::unique_ptr<gchar, FreedBy<g_free>>;

/// A further owner of what a C callback is given as `user_data`; releaseHeld() gives it back.
template <typename T>
gpointer hold(std::shared_ptr<T> what)
{
    return new std::shared_ptr<T>(std::move(what));
}

template <typename T>
void releaseHeld(gpointer held)
{
    delete static_cast<std::shared_ptr<T> *>(held);
}

template <typename T>
T &held(gpointer held)
{
    return **static_cast<std::shared_ptr<T> *>(held);
}

} // namespace knock::media
