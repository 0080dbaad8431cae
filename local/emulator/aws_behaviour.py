"""What AWS does and moto 5.2.5 does not, where the suite's stacks would otherwise be left out or misjudged.

Each change is one fact of AWS with its source. What would need a service of its own is not here: it is a row in
local/emulator-limits.ts.
"""

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.ecr.models import ECRBackend
from moto.ecr.responses import ECRResponse
from moto.guardduty import urls as guardduty_urls
from moto.guardduty.models import GuardDutyBackend, guardduty_backends
from moto.guardduty.responses import GuardDutyResponse
from moto.inspector2.models import Inspector2Backend
from moto.organizations.models import FakeServiceAccess


def teach():
    """Changes moto in this process."""
    trusted_services()
    guardduty_administrator()
    inspector_disassociation()
    registry_account_settings()
    registry_policy_scope()


def trusted_services():
    """https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-guardduty.html"""
    FakeServiceAccess.TRUSTED_SERVICES.append("malware-protection.guardduty.amazonaws.com")


def guardduty_administrator():
    """Enables GuardDuty in the one account that becomes delegated administrator.

    A client that lost the answer asks again: moto would list the account twice, and keep it when it is removed.
    https://docs.aws.amazon.com/guardduty/latest/ug/delegated-admin-designate.html
    """

    def enable_with_detector(backend, admin_account_id):
        backend.admin_account_ids = [admin_account_id]
        administrator = guardduty_backends[admin_account_id][backend.region_name]
        if not administrator.list_detectors():
            administrator.create_detector(True, "SIX_HOURS", {}, {}, [])

    def disable_organization_admin_account(response):
        response.guardduty_backend.admin_account_ids = []
        return "{}"

    GuardDutyBackend.enable_organization_admin_account = enable_with_detector
    GuardDutyResponse.disable_organization_admin_account = disable_organization_admin_account
    guardduty_urls.url_paths["{0}/admin/disable$"] = GuardDutyResponse.dispatch


def inspector_disassociation():
    """Forgets members and administrators that are disassociated; moto keeps them as DISABLED.

    https://docs.aws.amazon.com/inspector/v2/APIReference/API_GetMember.html
    """

    def disassociate_member(backend, account_id):
        backend.members.pop(account_id, None)

    def get_member(backend, account_id):
        if account_id not in backend.members:
            error = JsonRESTError("ResourceNotFoundException", f"{account_id} is not a member")
            error.code = 404
            raise error
        return backend.members[account_id]

    def disable_delegated_admin_account(backend, account_id):
        backend.admin_accounts.pop(account_id, None)

    Inspector2Backend.disassociate_member = disassociate_member
    Inspector2Backend.get_member = get_member
    Inspector2Backend.disable_delegated_admin_account = disable_delegated_admin_account


def registry_account_settings():
    """Keeps the settings of a registry; the registry policy depends on one of them.

    https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html
    """
    settings = {"BASIC_SCAN_TYPE_VERSION": "AWS_NATIVE", "REGISTRY_POLICY_SCOPE": "V2", "BLOB_MOUNTING": "DISABLED"}
    kept = {}

    def put_account_setting(response):
        name, value = response._get_param("name"), response._get_param("value")
        kept[response.current_account, response.region, name] = value
        return ActionResult({"name": name, "value": value})

    def get_account_setting(response):
        name = response._get_param("name")
        value = kept.get((response.current_account, response.region, name), settings[name])
        return ActionResult({"name": name, "value": value})

    ECRResponse.put_account_setting = put_account_setting
    ECRResponse.get_account_setting = get_account_setting


def registry_policy_scope():
    """Takes every action in a registry policy, as the scope V2 does; moto knows V1 only.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html
    """
    ECRBackend._validate_registry_policy_action = lambda backend, policy_text: None
