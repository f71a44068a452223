import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.aws.amazon.com/lambda/latest/dg/typescript-handler.html';

/** The types of @types/aws-lambda: what is annotated with one runs per event. */
export default defineLibrary({
  id: 'aws-lambda',
  docs,
  packages: ['aws-lambda', '@types/aws-lambda'],
  exports: entries(
    [
      ...['Handler', 'APIGatewayProxyHandler', 'APIGatewayProxyHandlerV2', 'SQSHandler', 'SNSHandler', 'S3Handler', 'ScheduledHandler'],
      ...[
        'DynamoDBStreamHandler',
        'KinesisStreamHandler',
        'EventBridgeHandler',
        'ALBHandler',
        'CloudFrontRequestHandler',
        'CognitoUserPoolTriggerHandler',
      ],
      ...[
        'PostConfirmationTriggerHandler',
        'PreSignUpTriggerHandler',
        'CustomMessageTriggerHandler',
        'APIGatewayAuthorizerHandler',
        'AppSyncResolverHandler',
      ],
    ],
    { docs, annotates: { entry: { kind: 'lambda' } } },
  ),
  handles: {},
});
