import { defineLibrary, entries } from './types.ts';

const docs = 'https://docs.aws.amazon.com/lambda/latest/dg/typescript-handler.html';
const lambda = { kind: 'lambda' } as const;

/** Handlers of @types/aws-lambda, without their last word. */
const events = [
  ...['', 'APIGatewayProxy', 'APIGatewayProxyV2', 'APIGatewayProxyWithCognitoAuthorizer', 'APIGatewayProxyWithLambdaAuthorizer'],
  ...['APIGatewayAuthorizer', 'APIGatewayTokenAuthorizer', 'APIGatewayRequestAuthorizer', 'APIGatewayRequestSimpleAuthorizerV2'],
  ...['APIGatewayProxyWebsocket', 'ALB', 'LambdaFunctionURL', 'AppSyncResolver', 'AppSyncBatchResolver', 'AppSyncAuthorizer'],
  ...['SQS', 'SNS', 'S3', 'S3Batch', 'SES', 'Scheduled', 'EventBridge', 'CloudWatchLogs', 'CloudWatchAlarm', 'CloudFormationCustomResource'],
  ...['DynamoDBStream', 'KinesisStream', 'MSK', 'FirehoseTransformation', 'IoT', 'Lex', 'LexV2', 'ConnectContactFlow', 'CodePipeline'],
  ...['CloudFrontRequest', 'CloudFrontResponse', 'SecretsManagerRotation', 'TransferFamilyAuthorizer', 'AutoScalingScaleIn', 'GuardDutyNotification'],
  ...['CognitoUserPoolTrigger', 'PostConfirmationTrigger', 'PreSignUpTrigger', 'CustomMessageTrigger', 'PreAuthenticationTrigger'],
  ...['PostAuthenticationTrigger', 'PreTokenGenerationTrigger', 'PreTokenGenerationV2Trigger', 'UserMigrationTrigger'],
  ...['DefineAuthChallengeTrigger', 'CreateAuthChallengeTrigger', 'VerifyAuthChallengeResponseTrigger'],
];

/**
 * Functions of AWS Lambda: what is annotated with a type of @types/aws-lambda, and an export named `handler` (by the folder
 * also `main` or the default) of a package that depends on what only such functions and their deployment need.
 */
export default defineLibrary({
  id: 'aws-lambda',
  docs,
  packages: [
    ...['aws-lambda', '@types/aws-lambda', '@aws-lambda-powertools/logger', '@aws-lambda-powertools/tracer', '@aws-lambda-powertools/batch'],
    ...['serverless', 'serverless-offline', 'serverless-esbuild', 'serverless-webpack', '@serverless/typescript', 'osls'],
    ...['aws-cdk-lib', 'sst', '@codegenie/serverless-express', '@vendia/serverless-express'],
  ],
  exports: {
    ...entries(events.map((event) => `${event}Handler`), { docs, annotates: { entry: lambda } }),
    // Runs one record after the other of a batch, or all at once.
    ...entries(['processPartialResponse', 'processPartialResponseSync'], {
      docs: 'https://docs.aws.amazon.com/powertools/typescript/latest/features/batch/',
      call: { callbacks: [{ arg: 1, runs: 'each', over: 0, mode: 'concurrent' }] },
    }),
  },
  handles: {},
  conventions: [
    { docs, path: /^(?!(?:.*\/)?(?:cli|commands?|bin)\/).+\.[cm]?[jt]s$/, exports: ['handler'], entry: lambda },
    {
      docs: 'https://www.serverless.com/framework/docs/providers/aws/guide/functions',
      path: /^(?:.+\/)?(?:lambdas?|functions)\/.+\.[cm]?[jt]s$/,
      exports: ['main', 'default', 'lambdaHandler'],
      entry: lambda,
    },
  ],
});
