"""Fitness Machine Service: total codecs for what a treadmill and its client say to each other.

Decoders never raise on bytes: what is whole is given, what is missing is None, and
what is left over is kept. Encoders are exact on the wire's grid.
"""

from protocols.ftms.advertising import ServiceData, decode_service_data
from protocols.ftms.capabilities import (
    Feature,
    decode_feature,
    decode_speed_range,
    encode_feature,
    encode_heart_rate_range,
    encode_inclination_range,
    encode_speed_range,
)
from protocols.ftms.control import (
    PAUSE,
    REQUEST_CONTROL,
    START,
    STOP,
    Op,
    Request,
    Response,
    Result,
    decode_request,
    decode_response,
    encode_response,
    encode_target_inclination,
    encode_target_speed,
)
from protocols.ftms.split import join, split
from protocols.ftms.status import (
    MachineStatus,
    StatusOp,
    TrainingStatus,
    decode_machine_status,
    decode_training_status,
    encode_machine_status,
    encode_training_status,
)
from protocols.ftms.treadmill_data import (
    TreadmillData,
    decode_treadmill_data,
    encode_treadmill_data,
)

__all__ = [
    "PAUSE",
    "REQUEST_CONTROL",
    "START",
    "STOP",
    "Feature",
    "MachineStatus",
    "Op",
    "Request",
    "Response",
    "Result",
    "ServiceData",
    "StatusOp",
    "TrainingStatus",
    "TreadmillData",
    "decode_feature",
    "decode_machine_status",
    "decode_request",
    "decode_response",
    "decode_service_data",
    "decode_speed_range",
    "decode_training_status",
    "decode_treadmill_data",
    "encode_feature",
    "encode_heart_rate_range",
    "encode_inclination_range",
    "encode_machine_status",
    "encode_response",
    "encode_speed_range",
    "encode_target_inclination",
    "encode_target_speed",
    "encode_training_status",
    "encode_treadmill_data",
    "join",
    "split",
]
