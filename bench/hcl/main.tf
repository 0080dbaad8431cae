# The same 200 repositories as bench/repositories-app.ts, written by hand with for_each.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  account_id      = "333333333333"
  organization_id = "o-exampleorg1"

  repositories = { for number in range(200) : "team-${number % 20}/app-${number}" => {
    pusher = "arn:aws:iam::${local.account_id}:role/supply-chain/push/build-${number}"
  } }

  pull_actions = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:GetDownloadUrlForLayer",
  ]
  push_actions = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ]
  write_actions = [
    "ecr:BatchImportUpstreamImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:ReplicateImage",
    "ecr:UploadLayerPart",
  ]
}

resource "aws_ecr_repository" "this" {
  for_each = local.repositories

  name                 = each.key
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "AES256"
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_ecr_repository_policy" "this" {
  for_each = local.repositories

  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "PullByOrganization"
        Effect    = "Allow"
        Principal = "*"
        Action    = local.pull_actions
        Condition = { StringEquals = { "aws:PrincipalOrgID" = local.organization_id } }
      },
      {
        Sid       = "PushByNamedRoles"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${local.account_id}:root" }
        Action    = local.push_actions
        Condition = { ArnEquals = { "aws:PrincipalArn" = each.value.pusher } }
      },
      {
        Sid       = "DenyOtherWriters"
        Effect    = "Deny"
        Principal = "*"
        Action    = local.write_actions
        Condition = {
          ArnNotEquals = { "aws:PrincipalArn" = each.value.pusher }
          BoolIfExists = { "aws:PrincipalIsAWSService" = "false" }
        }
      },
    ]
  })
}

resource "aws_ecr_lifecycle_policy" "this" {
  for_each = local.repositories

  repository = aws_ecr_repository.this[each.key].name
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the newest 30 images tagged v*"
        selection = {
          tagStatus      = "tagged"
          tagPatternList = ["v*"]
          countType      = "imageCountMoreThan"
          countNumber    = 30
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Expire untagged images 14 days after their push"
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = 14
        }
        action = { type = "expire" }
      },
    ]
  })
}
