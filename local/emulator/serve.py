"""Runs moto on a free port of the loopback address with an organization that exists already.

Reads one line of JSON from standard input (see ``Seed`` in local/emulator-seed.ts), prints one line of
JSON ``{"port": ...}`` once it answers, and ends when standard input is closed: it never outlives its parent.
"""

import json
import logging
import os
import sys
from contextlib import contextmanager
from ipaddress import IPv4Network
from unittest.mock import patch

# moto would look for real credentials of its own; every stack brings its own.
os.environ.setdefault("AWS_ACCESS_KEY_ID", "emulator")
os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "emulator")
os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
# AWS's own managed policies (AWSLambdaBasicExecutionRole, ...) exist in every account.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")

from aws_behaviour import teach  # noqa: E402
from moto.ec2.models import ec2_backends, route_tables, subnets, vpcs  # noqa: E402
from moto.ecs.models import ecs_backends  # noqa: E402
from moto.eks.models import eks_backends  # noqa: E402
from moto.iam.models import iam_backends  # noqa: E402
from moto.moto_server.threaded_moto_server import ThreadedMotoServer  # noqa: E402
from moto.organizations import utils as organizations_ids  # noqa: E402
from moto.organizations.models import organizations_backends  # noqa: E402

teach()


@contextmanager
def naming(module, function, identifier):
    """Makes moto give the next thing of a kind this id instead of a random one."""
    with patch.object(module, function, lambda *_, **__: identifier):
        yield


def seed_organization(seed):
    backend = organizations_backends[seed["managementAccountId"]][seed["partition"]]
    with (
        naming(organizations_ids, "make_random_org_id", seed["id"]),
        naming(organizations_ids, "make_random_root_id", seed["rootId"]),
        naming(organizations_ids, "make_random_account_id", seed["managementAccountId"]),
    ):
        backend.create_organization(region=seed["region"], FeatureSet="ALL")
    for unit in seed["units"]:
        with naming(organizations_ids, "make_random_ou_id", unit["id"]):
            backend.create_organizational_unit(Name=unit["name"], ParentId=seed["rootId"])
    for account in seed["accounts"]:
        with naming(organizations_ids, "make_random_account_id", account["id"]):
            backend.create_account(
                AccountName=account["name"], Email=f"{account['name']}@example.com"
            )
        if account["parentId"] != seed["rootId"]:
            backend.move_account(
                AccountId=account["id"],
                SourceParentId=seed["rootId"],
                DestinationParentId=account["parentId"],
            )


def seed_network(network):
    backend = ec2_backends[network["accountId"]][network["region"]]
    with naming(vpcs, "random_vpc_id", network["vpcId"]):
        vpc = backend.create_vpc(network["cidr"])
    # Both attributes are on in a VPC that is ready for private endpoints.
    backend.modify_vpc_attribute(vpc.id, "enable_dns_support", True)
    backend.modify_vpc_attribute(vpc.id, "enable_dns_hostnames", True)
    blocks = IPv4Network(network["cidr"]).subnets(prefixlen_diff=4)
    for number, (subnet_id, block) in enumerate(zip(network["subnetIds"], blocks)):
        zone = f"{network['region']}{'abc'[number % 3]}"
        with naming(subnets, "random_subnet_id", subnet_id):
            backend.create_subnet(vpc.id, str(block), availability_zone=zone)
    for route_table_id in network["routeTableIds"]:
        with naming(route_tables, "random_route_table_id", route_table_id):
            backend.create_route_table(vpc.id)


def seed_cluster(cluster):
    if cluster["type"] == "ecs":
        ecs_backends[cluster["accountId"]][cluster["region"]].create_cluster(cluster["name"])
        return
    eks_backends[cluster["accountId"]][cluster["region"]].create_cluster(
        name=cluster["name"],
        role_arn=f"arn:aws:iam::{cluster['accountId']}:role/cluster",
        resources_vpc_config={"subnetIds": []},
    )


def seed_role(role, partition):
    iam_backends[role["accountId"]][partition].create_role(
        role_name=role["name"],
        assume_role_policy_document=json.dumps({"Version": "2012-10-17", "Statement": []}),
        path=role["path"],
        permissions_boundary=None,
        description=role["description"],
        tags=[],
        max_session_duration="3600",
    )


def main():
    seed = json.loads(sys.stdin.readline())
    seed_organization(seed["organization"])
    for network in seed["networks"]:
        seed_network(network)
    for cluster in seed["clusters"]:
        seed_cluster(cluster)
    for role in seed["roles"]:
        seed_role(role, seed["organization"]["partition"])
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    print(json.dumps({"port": port}), flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
